# Tests; included by the Makefile at the top.
#
# Every program in tests/core/test_*.c and tests/ext/*/test_*.c is a suite of its
# own. What `make test` runs once, the other targets run again in another build:
# each has a BUILD directory of its own in $(BUILDS), made by calling make again.

BUILDS := $(BUILD)/builds

include tests/versions.mk

CORE_SUITES ?= $(patsubst tests/core/%.c,%,$(wildcard tests/core/test_*.c))
CORE_TESTS = $(CORE_SUITES:%=$(BUILD)/test/core/%)
EXT_SUITES ?= $(patsubst tests/ext/%.c,%,$(wildcard tests/ext/*/test_*.c))
EXT_TESTS = $(EXT_SUITES:%=$(BUILD)/test/ext/%)
DIGEST := $(BUILD)/test/core/digest

TEST_FLAGS = $(LANGUAGE) $(WARNINGS) -D_GNU_SOURCE $(CPPFLAGS) $(CFLAGS) -MMD -MP

# An object instead where there is none to be linked: $(BUILD)/cmocka.o.
CMOCKA_LIBRARY ?= -lcmocka

$(BUILD)/test/core/test_%: tests/core/test_%.c $(LIBRARY) $(filter %.o,$(CMOCKA_LIBRARY))
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -pthread $< $(LIBRARY) $(LDFLAGS) $(CMOCKA_LIBRARY) -lm $(LDLIBS) -o $@

$(BUILD)/test/ext/%: tests/ext/%.c $(LIBRARY) $(filter %.o,$(SQLITE_LIBRARY))
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) -pthread $< $(LIBRARY) $(LDFLAGS) $(CMOCKA_LIBRARY) $(SQLITE_LIBRARY) -lm \
		$(LDLIBS) -o $@

$(DIGEST): tests/core/digest.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) $< $(LIBRARY) $(LDFLAGS) -lm $(LDLIBS) -o $@

-include $(shell find $(BUILD)/test -name '*.d' 2>/dev/null)

# The SQLite that the programs in tests/ext/ run in. $(BUILD)/sqlite3.o is one of
# this build's own, from SQLITE_SOURCE.
SQLITE_LIBRARY ?= -lsqlite3
$(BUILD)/sqlite3.o: $(SQLITE_SOURCE)
	$(CC) $(CFLAGS) -w -c $< -o $@

# RUN is put before every test program: valgrind, qemu.
RUN ?=

.PHONY: run-core run-ext run-digest run-sql
run-core: $(CORE_TESTS)
	@set -e; for t in $(CORE_TESTS); do echo "== $$t"; $(RUN) $$t; done
run-ext: $(EXT_TESTS) $(EXTENSION)
	@set -e; for t in $(EXT_TESTS); do \
		echo "== $$t"; SMMA_EXTENSION=$(EXTENSION) $(RUN) $$t; done
# SPEC 2.1: the same bits from every build.
run-digest: $(DIGEST)
	$(RUN) $(DIGEST) | diff -u tests/core/digest.txt -
run-sql: $(EXTENSION)
	SQLITE3=$(SQLITE3) tests/sql/run $(EXTENSION)

.PHONY: test test-install test-builds test-scalar test-sanitize test-threads test-valgrind

# Two at a time: a browser waits more than it computes. The page's tests, which
# look at what moves, have the machine for themselves.
TESTS := test-browser lint test-contract run-core run-ext run-digest run-sql test-builds \
	test-scalar test-sanitize test-install test-wasm
test: ## what takes less than five minutes in all, on two cores and in one browser
	$(MAKE) -j2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) $(TESTS)
	$(MAKE) test-page

test-install: all ## what install and clean do, in folders of its own; one version everywhere
	@MAKE='$(MAKE)' BUILD='$(BUILD)' CC='$(CC)' SQLITE3='$(SQLITE3)' LIBRARY_SUFFIX=$(SO) \
		sh tests/install/run

# The bits of every build: compilers, optimisation levels, kernels, processors'
# extensions, and flags that would change the arithmetic if they could. Of -march=native
# clang may warn itself, where it knows the processor only in part.
test-builds:
	@set -e; \
	for cc in gcc $(CLANG); do \
		command -v $$cc > /dev/null || continue; \
		for flags in -O0 -O3 "-O3 -DSMMA_SCALAR" "-O0 -DSMMA_SCALAR" "-O3 -DSMMA_SMALL" \
			"-O3 -march=native" "-O3 -std=gnu17 -march=native"; do \
			echo "== $$cc $$flags"; \
			case $$flags in *native*) werror= ;; *) werror=-Werror ;; esac; \
			$(MAKE) -s BUILD=$(BUILDS)/`basename $$cc``echo "$$flags" | tr -d ' '` \
				CC=$$cc CFLAGS="$$flags $$werror" run-digest; \
		done; \
	done

test-scalar:
	$(MAKE) BUILD=$(BUILDS)/scalar CPPFLAGS="$(CPPFLAGS) -DSMMA_SCALAR" run-core

# A tenth of the random cases, and all others.
test-sanitize:
	SMMA_TEST_ROUNDS=0.1 $(MAKE) BUILD=$(BUILDS)/sanitize \
		CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all" \
		LDFLAGS="-fsanitize=address,undefined" run-core run-ext run-digest

# ThreadSanitizer knows the mutexes of SQLite by what it sees of SQLite's own code.
test-threads: $(SQLITE_SOURCES)/$(SQLITE_NEWEST)/sqlite3.c ## calls in many threads at once, under ThreadSanitizer
	$(MAKE) BUILD=$(BUILDS)/threads CORE_SUITES=test_threads EXT_SUITES=extension/test_threads \
		CPPFLAGS="-I$(<D) $(CPPFLAGS)" SQLITE_SOURCE=$< \
		SQLITE_LIBRARY="$(BUILDS)/threads/sqlite3.o -ldl" \
		CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=thread" \
		LDFLAGS=-fsanitize=thread run-core run-ext

test-valgrind: ## the suites under valgrind (some minutes)
	SMMA_TEST_ROUNDS=0.01 $(MAKE) BUILD=$(BUILDS)/valgrind CFLAGS="-O1 -g" \
		RUN="valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=definite,indirect,possible" \
		run-core run-ext

# Which lines and branches the suites reach: every branch has to be, or
# its line says why it cannot (tests/gcovr.cfg). The kernels that one build leaves
# out are in another; the report is of all builds together. One seed, so that a
# branch does not depend on luck.
#
# Debian 12 has a gcovr that cannot put the builds together.
GCOVR ?= $(BUILD)/gcovr/bin/gcovr
$(BUILD)/gcovr/bin/gcovr:
	$(PYTHON) -m venv $(BUILD)/gcovr
	$(BUILD)/gcovr/bin/pip install --quiet --disable-pip-version-check gcovr==8.3
COVERAGE := $(BUILD)/coverage
COVERAGE_BUILDS := vector scalar small
COVERAGE_CPPFLAGS_scalar := -DSMMA_SCALAR
COVERAGE_CPPFLAGS_small := -DSMMA_SMALL
COVERAGE_REPORT = $(GCOVR) --config tests/gcovr.cfg --root . -a $(COVERAGE)/all.json

.PHONY: coverage $(COVERAGE_BUILDS:%=coverage-%)
coverage: $(COVERAGE_BUILDS:%=coverage-%) $(filter $(BUILD)/%,$(GCOVR)) ## lines and branches that the suites reach; fails where a branch is not
	@mkdir -p $(COVERAGE)
	@$(GCOVR) --config tests/gcovr.cfg --root . --filter core/ --filter ext/ \
		--json $(COVERAGE)/all.json $(COVERAGE_BUILDS:%=$(BUILDS)/coverage-%)
	@$(COVERAGE_REPORT) --html-details $(COVERAGE)/index.html
	@$(COVERAGE_REPORT) --txt -
	@$(COVERAGE_REPORT) --txt - --txt-metric branch --fail-under-branch 100 || \
		{ echo "coverage: branches are not taken, $(COVERAGE)/index.html shows which"; exit 1; }

$(COVERAGE_BUILDS:%=coverage-%): coverage-%:
	@rm -rf $(BUILDS)/coverage-$* # what is left of sources that have moved is an error to gcovr
	SMMA_TEST_ROUNDS=$${SMMA_TEST_ROUNDS:-0.05} SMMA_TEST_SEED=$${SMMA_TEST_SEED:-1} \
		$(MAKE) BUILD=$(BUILDS)/coverage-$* CC=gcc CFLAGS="-O0 -g --coverage -fprofile-update=atomic" \
		LDFLAGS=--coverage CPPFLAGS="$(CPPFLAGS) $(COVERAGE_CPPFLAGS_$*)" \
		run-core run-ext

# Other processors, under qemu-user: the bits of the digest, and the suites with a
# twentieth of their random cases. Linked statically, so that nothing of theirs has
# to be here but a cross compiler. cmocka is compiled from its source, one file:
# Debian's packages of it for other processors need dpkg to be set up for them.
PROCESSORS := aarch64 s390x armhf riscv64 i686
CC_aarch64 := aarch64-linux-gnu-gcc
CC_s390x := s390x-linux-gnu-gcc
CC_armhf := arm-linux-gnueabihf-gcc
CC_riscv64 := riscv64-linux-gnu-gcc
CC_i686 := i686-linux-gnu-gcc -msse2 -mfpmath=sse
QEMU_aarch64 := qemu-aarch64
QEMU_s390x := qemu-s390x
QEMU_armhf := qemu-arm
QEMU_riscv64 := qemu-riscv64
QEMU_i686 := qemu-i386
# 32-bit Arm has no 128-bit floats: not those that ask an oracle.
CORE_SUITES_armhf = $(patsubst tests/core/%.c,%,$(shell \
	grep -LE 'support/(oracle|wilder_oracle|frames)[.]h' tests/core/test_*.c))

CMOCKA := $(BUILD)/cmocka
$(CMOCKA)/src/cmocka.c: tests/support/fetch-cmocka
	sh tests/support/fetch-cmocka $(CMOCKA) $(DEBIAN_MIRROR)
CMOCKA_SOURCE ?= $(CMOCKA)/src/cmocka.c
$(BUILD)/cmocka.o: $(CMOCKA_SOURCE)
	$(CC) -O1 -w $(CPPFLAGS) -DHAVE_INTTYPES_H -DHAVE_MALLOC_H -DHAVE_SIGNAL_H \
		-DHAVE_STRINGS_H -DHAVE_SIGLONGJMP -DHAVE_STRSIGNAL -DHAVE_STRUCT_TIMESPEC -c $< -o $@

.PHONY: test-processors $(PROCESSORS:%=test-%)
test-processors: $(PROCESSORS:%=test-%) ## digest and core suites of AArch64, s390x, 32-bit Arm, RISC-V and 32-bit x86, under qemu-user
$(PROCESSORS:%=test-%): test-%: $(CMOCKA_SOURCE)
	SMMA_TEST_ROUNDS=$${SMMA_TEST_ROUNDS:-0.05} $(MAKE) BUILD=$(BUILDS)/$* CC="$(CC_$*)" \
		CFLAGS=-O3 CPPFLAGS="$(CPPFLAGS) -I$(CMOCKA)/include" LDFLAGS=-static \
		CMOCKA_SOURCE=$< CMOCKA_LIBRARY=$(BUILDS)/$*/cmocka.o LIBRARY_PARTS=core \
		RUN=$(QEMU_$*) $(if $(CORE_SUITES_$*),CORE_SUITES="$(CORE_SUITES_$*)") run-digest run-core

include tests/contract.mk
include tests/fuzz/fuzz.mk

.PHONY: lint format format-check
FORMATTED = $(wildcard core/*.[ch] core/*/*.[ch] ext/*.[ch] ext/*/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch] wasm/native/*.[ch] wasm/static/*.[ch] \
	ext/hosts/c/*.c ext/hosts/cpp/*.cpp)
# What a compiler does not see. Biome is for JavaScript: one program, and rules enough.
SCRIPTS = $(shell grep -rlE --exclude-dir=node_modules --exclude-dir=dist '^\#!(/bin/sh|/usr/bin/env bash)' .ci core ext sql tests wasm)
lint: wasm/node_modules/.package-lock.json ## find mistakes in JavaScript and in shell scripts
	wasm/node_modules/.bin/biome lint --error-on-warnings
	shellcheck --external-sources --severity=warning $(SCRIPTS)
format: ## format the C sources with clang-format
	$(CLANG_FORMAT) -i $(FORMATTED)
format-check:
	$(CLANG_FORMAT) --dry-run -Werror $(FORMATTED)

# sqlite-smma: `make help` lists the targets.

CC ?= cc
AR ?= ar
STRIP ?= strip
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
DESTDIR ?=
PYTHON ?= python3
SQLITE3 ?= sqlite3
GNUPLOT ?= gnuplot
# The first of the commands $(1) that is there.
first-of = $(shell for c in $(1); do command -v $$c && break; done)
CLANG ?= $(call first-of,clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14)
CLANG_FORMAT ?= $(call first-of,clang-format-19 clang-format)

CFLAGS ?= -O3 -g
# What all C here is written for, said once. A user's CPPFLAGS and CFLAGS come on
# top, LDFLAGS and LDLIBS where it is linked; OWN_DEFINES is not the user's.
LANGUAGE := -std=c11 -ffp-contract=off
WARNINGS := -Wall -Wextra
# The library, on every target, and on those that are not WebAssembly.
STRICT := $(LANGUAGE) $(WARNINGS) -Wconversion -Wshadow -fvisibility=hidden
NATIVE := $(STRICT) -fPIC
OWN_DEFINES :=
COMPILE = $(CC) $(NATIVE) $(OWN_DEFINES) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

BUILD ?= build
# make marks BUILD as its own, which has to be new or empty then; any folder but
# that is refused, so that `make clean` cannot take what make has not put there.
MARK := $(BUILD)/.sqlite-smma
ifneq ($(words $(BUILD)),1)
$(error BUILD is one path, without spaces)
endif
ifeq ($(wildcard $(MARK)),)
ifneq ($(filter-out $(CURDIR)/build $(CURDIR)/build/%,$(abspath $(BUILD))),)
ifneq ($(wildcard $(BUILD)/* $(BUILD)/.[!.]*),)
$(error BUILD=$(BUILD) holds what make has not put there: name a new folder, or an empty one)
endif
endif
ifneq ($(filter-out help clean% format% uninstall,$(or $(MAKECMDGOALS),all)),)
$(shell mkdir -p $(BUILD) && touch $(MARK))
endif
endif

ifeq ($(shell uname -s),Darwin)
SO := dylib
SHARED := -dynamiclib
# What SQLite looks for by name stays.
STRIP_FLAGS := -x
else
SO := so
SHARED := -shared
STRIP_FLAGS :=
endif

EXTENSION := $(BUILD)/smma.$(SO)
LIBRARY := $(BUILD)/libsmma.a

COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)

CORE := $(wildcard core/*.c core/*/*.c)
EXT := $(wildcard ext/*.c ext/series/*.c ext/values/*.c)
CORE_OBJECTS := $(CORE:%.c=$(BUILD)/obj/%.o)
LOADABLE_OBJECTS := $(EXT:%.c=$(BUILD)/obj/loadable/%.o)
STATIC_OBJECTS := $(EXT:%.c=$(BUILD)/obj/static/%.o)

.PHONY: all help setup setup-more demo sample-data install uninstall clean
.DELETE_ON_ERROR:

all: $(EXTENSION) $(LIBRARY) ## build smma.so and libsmma.a in BUILD (build)

help: ## this text
	@echo "make setup demo   install what is missing and see it work"
	@echo "make setup test   install what is missing and test it"
	@echo
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | \
		sed 's/:.*## /\t/' | awk -F '\t' '{ printf "  %-18s %s\n", $$1, $$2 }'
	@echo
	@echo "Variables: CC CPPFLAGS CFLAGS LDFLAGS LDLIBS BUILD SQLITE3 GNUPLOT CLANG"
	@echo "           PREFIX LIBDIR DESTDIR STRIP (for install, uninstall)"
	@echo "           CHROMIUM FIREFOX BROWSERS (for test-browser, test-page)"
	@echo "           EMSDK SQLITE_SRC (for wasm-static)"

# -------------------------------------------------------------------- setting up

# package:command or package:/file, for what building, testing and the demo need;
# with a ? what only the WebAssembly modules and their tests need
NEEDED = gcc:gcc libc6-dev:/usr/include/stdlib.h sqlite3:sqlite3 \
	libsqlite3-dev:/usr/include/sqlite3ext.h pkg-config:pkg-config libcmocka-dev:/usr/include/cmocka.h \
	gnuplot-nox:gnuplot 'clang-19|clang:clang-19|clang' \
	'clang-format-19|clang-format:clang-format-19|clang-format' shellcheck:shellcheck \
	$(NEEDED_WASM)
# and for the targets that take longer
NEEDED_MORE = valgrind:valgrind libc6-dbg:/usr/lib/debug/.build-id \
	gcc-aarch64-linux-gnu:aarch64-linux-gnu-gcc \
	libc6-dev-arm64-cross:/usr/aarch64-linux-gnu/include/stdlib.h \
	gcc-s390x-linux-gnu:s390x-linux-gnu-gcc \
	libc6-dev-s390x-cross:/usr/s390x-linux-gnu/include/stdlib.h \
	gcc-arm-linux-gnueabihf:arm-linux-gnueabihf-gcc \
	libc6-dev-armhf-cross:/usr/arm-linux-gnueabihf/include/stdlib.h \
	gcc-riscv64-linux-gnu:riscv64-linux-gnu-gcc \
	libc6-dev-riscv64-cross:/usr/riscv64-linux-gnu/include/stdlib.h \
	gcc-i686-linux-gnu:i686-linux-gnu-gcc \
	libc6-dev-i386-cross:/usr/i686-linux-gnu/include/stdlib.h \
	qemu-user:qemu-aarch64 libclang-rt-19-dev:/usr/lib/llvm-19/lib/clang/19/include/fuzzer 'curl|wget:curl|wget' xz-utils:xz $(NEEDED_VENV) $(NEEDED_FIREFOX) $(NEEDED_WEBKIT)

# Debian's python3 has this in a package of its own.
NEEDED_VENV = $(if $(shell $(PYTHON) -c 'import ensurepip, venv' 2>&1),python3-venv:/usr/bin/python3-venv)

setup: ## install what is missing (Debian, Ubuntu), or say what that is
	@sh tests/support/install $(NEEDED)
setup-more: setup ## the same for the targets that take longer
	@sh tests/support/install $(NEEDED_MORE)

# `make setup demo` and `make setup test` set up first, also with -j.
ifneq ($(filter setup setup-more setup-static,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# ------------------------------------------------------------------------ demo

DEMO := $(BUILD)/demo
LOADED = $(SQLITE3) -bail -header -column $(DEMO).db ".load $(BUILD)/smma"

demo: $(EXTENSION) ## sample prices in build/demo.db, tables, and build/demo.png
	@rm -f $(DEMO).db $(DEMO).csv $(DEMO).png
	@$(SQLITE3) -bail $(DEMO).db ".read sql/schema.sql" \
		".import --csv sql/data/market.csv prices_raw" ".read sql/import.sql" \
		".import --csv sql/data/trees.csv prices_raw" ".read sql/import.sql" > /dev/null
	@for query in averages crossovers alligator adx screen; do \
		echo; sed -n '1s/^-- //p' sql/$$query.sql; \
		echo "(sql/$$query.sql)"; echo; \
		$(LOADED) ".read sql/$$query.sql" || exit 1; \
	done
	@$(SQLITE3) -bail -header -csv $(DEMO).db ".load $(BUILD)/smma" \
		".read sql/chart.sql" > $(DEMO).csv
	@$(GNUPLOT) -e "data='$(DEMO).csv'; output='$(DEMO).png'; title='A made-up market'" \
		sql/chart.gp
	@echo
	@echo "The prices are in $(DEMO).db: sqlite3 $(DEMO).db \".load $(BUILD)/smma\""
	@echo "The chart is $(DEMO).png."
	@echo "The same in a browser: make page, then open http://127.0.0.1:4173"

# The files are in the repository: this is for whoever changes what they are made by.
SAMPLES := market trees
sample-data: ## sql/data/*.csv anew, from sql/data/generate.sql
	@$(SQLITE3) -bail :memory: ".read sql/data/generate.sql" ".headers on" ".mode csv" '.separator , "\n"' \
		$(foreach sample,$(SAMPLES),".once sql/data/$(sample).csv" "SELECT * FROM $(sample)")

# ------------------------------------------------------------------- building

$(EXTENSION): $(CORE_OBJECTS) $(LOADABLE_OBJECTS)
	$(CC) $(NATIVE) $(CFLAGS) $(SHARED) $^ $(LDFLAGS) $(LDLIBS) -o $@

# LIBRARY_PARTS=core leaves the SQL functions out, where there is no SQLite.
LIBRARY_PARTS ?= core ext
$(LIBRARY): $(CORE_OBJECTS) $(if $(filter ext,$(LIBRARY_PARTS)),$(STATIC_OBJECTS))
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/obj/core/%.o: core/%.c
	@mkdir -p $(@D)
	$(COMPILE)

$(BUILD)/obj/loadable/ext/%.o: ext/%.c
	@mkdir -p $(@D)
	$(COMPILE)

$(STATIC_OBJECTS): OWN_DEFINES += -DSQLITE_CORE
$(BUILD)/obj/static/ext/%.o: ext/%.c
	@mkdir -p $(@D)
	$(COMPILE)

# smma_debug() names the commit: compile it again when that has changed.
ABOUT := $(BUILD)/obj/loadable/ext/about.o $(BUILD)/obj/static/ext/about.o
COMMIT_DEFINE := -DSMMA_COMMIT='"$(COMMIT)"'
$(ABOUT): OWN_DEFINES += $(COMMIT_DEFINE)
$(ABOUT): $(BUILD)/commit
$(BUILD)/commit: FORCE
	@mkdir -p $(@D)
	@echo $(COMMIT) | cmp -s - $@ || echo $(COMMIT) > $@
.PHONY: FORCE
FORCE:

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# Beside the libraries, where the dynamic loader may find it: where it looks in
# LIBDIR, `.load smma` needs no path.
TO = $(DESTDIR)$(LIBDIR)
TO_INCLUDE = $(DESTDIR)$(PREFIX)/include
VERSION_IN_HEADER = $(shell sed -n 's/^.define SMMA_VERSION "\(.*\)"/\1/p' core/smma.h)

install: all ## install under PREFIX (/usr/local), libraries in LIBDIR (PREFIX/lib); honours DESTDIR
	install -d $(TO)/pkgconfig $(TO_INCLUDE)
	install -m 755 $(EXTENSION) $(TO)/smma.$(SO)
	$(STRIP) $(STRIP_FLAGS) $(TO)/smma.$(SO)
	install -m 644 $(LIBRARY) $(TO)/libsmma.a
	install -m 644 core/smma.h $(TO_INCLUDE)/smma.h
	install -m 644 core/wilder.h $(TO_INCLUDE)/smma_wilder.h
	install -m 644 ext/extension.h $(TO_INCLUDE)/smma_extension.h
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@VERSION@|$(VERSION_IN_HEADER)|' core/smma.pc.in > $(TO)/pkgconfig/smma.pc
	chmod 644 $(TO)/pkgconfig/smma.pc
	@echo "In the sqlite3 CLI: .load $(LIBDIR)/smma"

uninstall: ## remove what install put there
	rm -f $(TO)/smma.$(SO) $(TO)/libsmma.a $(TO)/pkgconfig/smma.pc \
		$(TO_INCLUDE)/smma.h $(TO_INCLUDE)/smma_wilder.h \
		$(TO_INCLUDE)/smma_extension.h

# SMMA_VERSION in core/smma.h is the source; test-install checks the others.
.PHONY: version
version: ## write VERSION=1.2.3 wherever the version is
	@sh tests/support/version $(or $(VERSION),"")

# By name, and what lies in wasm/ with the default BUILD alone: of another BUILD
# it is not.
MADE := smma-node replay $(notdir $(EXTENSION) $(LIBRARY) $(MARK)) obj commit test builds coverage gcovr sqlite cmocka \
	bench bench.json bench-quick.json peers bench-peers.json bench-peers-quick.json bench-wasm.json bench-wasm-quick.json \
	cargo demo.* examples fuzz go-modules hosts packages plain wasm static screenshots profiles sites test-crate test-gem test-go-modules
ifeq ($(abspath $(BUILD)),$(CURDIR)/build)
MADE_IN_WASM := wasm/dist wasm/types wasm/LICENSE
endif
clean: ## remove what was built; what make wasm-static downloaded stays (clean-static)
	rm -rf $(addprefix $(BUILD)/,$(MADE)) $(MADE_IN_WASM)
	@rmdir $(BUILD) 2> /dev/null || [ ! -d $(BUILD) ] || touch $(MARK)

include tests/tests.mk
include tests/bench/bench.mk
include ext/packages/packages.mk
include ext/debian/debian.mk
include wasm/wasm.mk
include wasm/native-packages.mk
include wasm/page.mk
include ext/hosts/hosts.mk
include ext/dqlite/dqlite.mk

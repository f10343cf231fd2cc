# Fuzzing with libFuzzer, which comes with clang; included by tests/tests.mk.
#
# Every tests/fuzz/fuzz_*.c is a target, and every tests/fuzz/sql/fuzz_*.c, which
# runs in SQLite. They and the library are compiled for it in a BUILD directory of
# their own; what a run finds goes to $(BUILD)/fuzz/, never into the tree.

FUZZ_CC ?= $(call first-of,clang-19 $(CLANG))
# How long each target runs.
FUZZ_SECONDS ?= 60
# Empty for libFuzzer alone, which is several times as fast.
FUZZ_SANITIZE ?= address,undefined
# The SQLite in which SQL is fuzzed.
FUZZ_SQLITE ?= $(SQLITE_NEWEST)
# More options of libFuzzer.
FUZZ_OPTIONS ?=

comma := ,
FUZZ_WITH = $(strip $(FUZZ_SANITIZE))
FUZZ_FLAGS = -O2 -g -fno-omit-frame-pointer $(FUZZ_WITH:%=-fsanitize=%) \
	-fno-sanitize-recover=all \
	$(if $(filter address%,$(FUZZ_WITH)),-fsanitize-address-use-after-return=never)
# What guides the fuzzer is the way through the library; the way through the targets
# and SQLite would cost more time than it is worth, and so would a look at every
# comparison.
FUZZ_COVERAGE = -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp
FUZZ_BUILD = $(BUILD)/fuzz/build-$(if $(FUZZ_SANITIZE),$(subst $(comma),-,$(FUZZ_SANITIZE)),plain)-$(FUZZ_SQLITE)
FUZZ_SQL_TARGETS := $(patsubst tests/fuzz/sql/%.c,%,$(wildcard tests/fuzz/sql/fuzz_*.c))
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c)) $(FUZZ_SQL_TARGETS)
FUZZ_PROGRAMS = $(FUZZ_TARGETS:%=$(BUILD)/test/fuzz/%)
# With API_ARMOR SQLite notices more of what it is wrongly called with. Without its
# own threads, which no target has, it is faster.
FUZZ_SQLITE_OPTIONS := -DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_ENABLE_API_ARMOR

.PHONY: fuzz fuzz-build fuzz-programs fuzz-seeds
fuzz: fuzz-build ## fuzz the core and the SQL functions, a minute each target (FUZZ_SECONDS=60; FUZZ_SANITIZE= is faster)
	@tests/fuzz/run $(BUILD)/fuzz $(FUZZ_SECONDS) "$(FUZZ_OPTIONS)" \
		$(FUZZ_TARGETS:%=$(FUZZ_BUILD)/test/fuzz/%)

fuzz-build: $(SQLITE_SOURCES)/$(FUZZ_SQLITE)/sqlite3.c
	@$(MAKE) BUILD=$(FUZZ_BUILD) CC=$(FUZZ_CC) CPPFLAGS="-I$(<D) $(CPPFLAGS)" \
		CFLAGS="$(FUZZ_FLAGS) $(FUZZ_COVERAGE)" FUZZ_SQLITE_SOURCE=$< \
		LDFLAGS="-fsanitize=fuzzer $(FUZZ_WITH:%=-fsanitize=%)" fuzz-programs

fuzz-programs: $(FUZZ_PROGRAMS)

.PRECIOUS: $(BUILD)/test/fuzz/fuzz_%.o
$(BUILD)/test/fuzz/fuzz_%.o: tests/fuzz/fuzz_%.c
	@mkdir -p $(@D)
	$(CC) $(STRICT) -D_GNU_SOURCE $(CPPFLAGS) $(filter-out $(FUZZ_COVERAGE),$(CFLAGS)) -MMD -MP -c $< -o $@
$(BUILD)/test/fuzz/fuzz_%: $(BUILD)/test/fuzz/fuzz_%.o $(LIBRARY)
	$(CC) $(CFLAGS) $^ $(LDFLAGS) -lm -o $@

$(BUILD)/test/fuzz/fuzz_%.o: tests/fuzz/sql/fuzz_%.c
	@mkdir -p $(@D)
	$(CC) $(STRICT) -D_GNU_SOURCE $(CPPFLAGS) $(filter-out $(FUZZ_COVERAGE),$(CFLAGS)) -MMD -MP -c $< -o $@
$(FUZZ_SQL_TARGETS:%=$(BUILD)/test/fuzz/%): $(BUILD)/test/fuzz/sqlite3.o
# UBSan is not for SQLite, which calls functions through pointers of other types.
$(BUILD)/test/fuzz/sqlite3.o: $(FUZZ_SQLITE_SOURCE)
	@mkdir -p $(@D)
	$(CC) -O2 -g -w $(FUZZ_SQLITE_OPTIONS) $(filter -fsanitize=address,$(CFLAGS)) -c $< -o $@

$(BUILD)/test/fuzz/seeds: tests/fuzz/seeds.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) $< $(LIBRARY) $(LDFLAGS) -lm -o $@

# To be run when what the bytes mean has changed, or the layout of a state.
fuzz-seeds: $(BUILD)/test/fuzz/seeds ## write tests/fuzz/corpus/ anew
	@rm -rf tests/fuzz/corpus
	@mkdir -p $(FUZZ_TARGETS:%=tests/fuzz/corpus/%)
	$< tests/fuzz/corpus

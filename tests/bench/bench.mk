# The benchmark; included by the Makefile at the top.

BENCH_SOURCES := $(wildcard tests/bench/*.c)
BENCH_OBJECTS := $(BENCH_SOURCES:tests/bench/%.c=$(BUILD)/bench/%.o)
BENCH_PROGRAM := $(BUILD)/bench/bench
BENCH_OPTIONS ?=

.PHONY: bench bench-quick
bench: $(BENCH_PROGRAM) ## measure speed, accuracy and memory (about 3 minutes)
	$(BENCH_PROGRAM) --json $(BUILD)/bench.json $(BENCH_OPTIONS)

bench-quick: $(BENCH_PROGRAM)
	$(BENCH_PROGRAM) --quick --json $(BUILD)/bench-quick.json

$(BENCH_PROGRAM): $(BENCH_OBJECTS) $(LIBRARY)
	$(CC) $(STRICT) $(CFLAGS) $(BENCH_OBJECTS) $(LIBRARY) $(LDFLAGS) \
		-lsqlite3 -lm -o $@

# The flags of the library, so that the serial forms are compiled as it is.
$(BUILD)/bench/%.o: tests/bench/%.c
	@mkdir -p $(@D)
	$(CC) $(STRICT) -D_POSIX_C_SOURCE=200809L $(CPPFLAGS) $(CFLAGS) \
		-MMD -MP -c $< -o $@

# The report names the commit and the flags: compile it again when that one
# has changed.
$(BUILD)/bench/bench_report.o: $(BUILD)/commit
$(BUILD)/bench/bench_report.o: private CPPFLAGS += \
	-DBENCH_COMMIT='"$(COMMIT)"' -DBENCH_FLAGS='"$(CFLAGS)"'

-include $(BENCH_OBJECTS:.o=.d)

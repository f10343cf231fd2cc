# The benchmark; included by the Makefile at the top.

BENCH_SOURCES := $(wildcard tests/bench/*.c tests/bench/core/*.c tests/bench/sql/*.c)
BENCH_OBJECTS := $(BENCH_SOURCES:tests/bench/%.c=$(BUILD)/bench/%.o)
BENCH_PROGRAM := $(BUILD)/bench/bench
BENCH_OPTIONS ?=

.PHONY: bench bench-quick
bench: $(BENCH_PROGRAM) $(EXTENSION) ## measure speed, accuracy and memory (about 6 minutes)
	$(BENCH_PROGRAM) --json $(BUILD)/bench.json $(BENCH_OPTIONS)
	@! command -v $(PYTHON) > /dev/null || $(PYTHON) tests/bench/bench_python.py $(EXTENSION)

bench-quick: $(BENCH_PROGRAM) $(EXTENSION)
	$(BENCH_PROGRAM) --quick --json $(BUILD)/bench-quick.json
	@! command -v $(PYTHON) > /dev/null || $(PYTHON) tests/bench/bench_python.py --quick $(EXTENSION)

# The same modules without SIMD128, to compare with.
BENCH_PLAIN := $(BUILD)/plain
BENCH_WASM = node tests/bench/wasm/bench.mjs --native $(BENCH_PROGRAM) --plain $(BENCH_PLAIN) \
	--compiler "$$($(WASM_CLANG) --version | head -n 1), -O3 $(WASM_SIMD)"

# --browsers: the array calls in Chromium and Firefox as well
BENCH_WASM_OPTIONS ?=

.PHONY: bench-wasm bench-wasm-quick bench-wasm-plain
bench-wasm: $(BENCH_PROGRAM) wasm bench-wasm-plain wasm/node_modules/.package-lock.json ## measure the WebAssembly modules (about 3 minutes; needs npm)
	$(BENCH_WASM) --json $(BUILD)/bench-wasm.json $(BENCH_WASM_OPTIONS)

bench-wasm-quick: $(BENCH_PROGRAM) wasm bench-wasm-plain wasm/node_modules/.package-lock.json
	node wasm/node_modules/typescript/bin/tsc -p tests/bench/wasm
	$(BENCH_WASM) --quick --json $(BUILD)/bench-wasm-quick.json

bench-wasm-plain:
	$(MAKE) WASM_SIMD= WASM_BUILD=$(BENCH_PLAIN) WASM_DIST=$(BENCH_PLAIN) wasm

$(BENCH_PROGRAM): $(BENCH_OBJECTS) $(LIBRARY)
	$(CC) $(NATIVE) $(CFLAGS) $(BENCH_OBJECTS) $(LIBRARY) $(LDFLAGS) \
		-lsqlite3 -lm $(LDLIBS) -o $@

# Compiled as the library is, so that the serial forms are.
$(BENCH_OBJECTS): OWN_DEFINES += -D_POSIX_C_SOURCE=200809L
$(BUILD)/bench/%.o: tests/bench/%.c
	@mkdir -p $(@D)
	$(COMPILE)

# The report names the commit and the flags: compile it again when the commit
# has changed.
$(BUILD)/bench/bench_report.o: $(BUILD)/commit
$(BUILD)/bench/bench_report.o: OWN_DEFINES += \
	-DBENCH_COMMIT='"$(COMMIT)"' -DBENCH_FLAGS='"$(CFLAGS)"'

-include $(BENCH_OBJECTS:.o=.d)

include tests/bench/peers/peers.mk

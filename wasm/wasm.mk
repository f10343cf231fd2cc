# The WebAssembly modules and their tests; included by the Makefile at the top.
#
# No emscripten: clang, wasm-ld and the headers of wasi-libc.

WASM_CLANG ?= $(call first-of,clang-19 clang-20 clang-21 clang)
WASM_LD ?= $(call first-of,wasm-ld-19 wasm-ld-20 wasm-ld-21 wasm-ld)
WASI_INCLUDE ?= /usr/include/wasm32-wasi
WASI_LIBRARY ?= /usr/lib/wasm32-wasi/libc.a
# SQLite's headers, which clang does not look for by itself for this target.
WASM_SQLITE_INCLUDE ?= /usr/include
# SPEC 5.4. To compare without: make bench-wasm-plain.
WASM_SIMD ?= -msimd128

WASM_FLAGS = --target=wasm32-unknown-wasi -isystem $(WASI_INCLUDE) $(STRICT) \
	$(WASM_LEVEL) $(WASM_SIMD) -mbulk-memory -mnontrapping-fptoint $(COMMIT_DEFINE)
WASM_LEVEL := -O3
# Without the last one every address in the code has the length of the longest.
WASM_LINK = $(WASM_LD) --strip-all --gc-sections --compress-relocations
WASM_DIST := wasm/dist
WASM_BUILD := $(BUILD)/wasm

.PHONY: wasm
wasm: $(WASM_DIST)/smma.wasm $(WASM_DIST)/smma-core.wasm $(WASM_DIST)/inline.cjs $(WASM_DIST)/native.cjs ## build what the npm package has in wasm/dist/

# ------------------------------------------------------------- typed arrays

# All of core: the linker leaves out what nothing asks for.
CORE_WASM_SOURCES := $(CORE) wasm/native/core_exports.c wasm/native/core_memory.c
CORE_WASM_OBJECTS := $(CORE_WASM_SOURCES:%.c=$(WASM_BUILD)/core/%.o)

# LLVM's loop strength reduction makes a pointer that goes on by itself out of each address of a loop, and forgets
# that the addresses beside it do not wrap: V8 then needs an instruction more for nearly every load and store. Without
# it the kernel has a fifth fewer instructions, and is 5 % faster.
CORE_WASM_ADDRESSES := -mllvm -disable-lsr
$(WASM_BUILD)/core/%.o: %.c
	@mkdir -p $(@D)
	$(WASM_CLANG) $(WASM_FLAGS) $(CORE_WASM_ADDRESSES) -MMD -MP -c $< -o $@

$(WASM_DIST)/smma-core.wasm: $(CORE_WASM_OBJECTS)
	@mkdir -p $(@D)
	$(WASM_LINK) --no-entry -z stack-size=65536 --max-memory=4294901760 \
		$^ $(WASI_LIBRARY) -o $@
	sh wasm/native/check-simd $@ $(WASM_SIMD)

# -------------------------------------------------------------- side module

SIDE_WASM_SOURCES := $(CORE) $(EXT) wasm/native/sqlite_shim.c
SIDE_WASM_OBJECTS := $(SIDE_WASM_SOURCES:%.c=$(WASM_BUILD)/side/%.o)

# Size matters where a page waits for it. What a row of a query goes through is
# compiled for speed; the rest, in which SQLite's own calls take the time, is smaller,
# and the core leaves out what it can (SMMA_SMALL).
SIDE_FAST := frame/frame stream
SIDE_FAST_OBJECTS := $(SIDE_FAST:%=$(WASM_BUILD)/side/core/%.o)
$(filter-out $(SIDE_FAST_OBJECTS),$(SIDE_WASM_OBJECTS)): private WASM_LEVEL := -Oz

# A copy of the two headers alone: those beside them are of another libc.
$(WASM_BUILD)/include/sqlite3.h:
	@mkdir -p $(@D)
	cp $(WASM_SQLITE_INCLUDE)/sqlite3.h $(WASM_SQLITE_INCLUDE)/sqlite3ext.h $(@D)

$(WASM_BUILD)/side/%.o: %.c $(WASM_BUILD)/include/sqlite3.h
	@mkdir -p $(@D)
	$(WASM_CLANG) $(WASM_FLAGS) -I$(WASM_BUILD)/include -fPIC -DSQLITE_CORE -DSMMA_SMALL \
		-MMD -MP -c $< -o $@

# smma_debug() names the commit, as in the native build.
$(WASM_BUILD)/side/ext/about.o: $(BUILD)/commit

$(WASM_DIST)/smma.wasm: $(SIDE_WASM_OBJECTS)
	@mkdir -p $(@D)
	$(WASM_LINK) --experimental-pic -shared --unresolved-symbols=import-dynamic \
		--export=sqlite3_smma_init $^ -o $@
	sh wasm/native/check-simd $@ $(WASM_SIMD)

-include $(shell find $(WASM_BUILD) -name '*.d' 2>/dev/null)

# ------------------------------------------------------ inside the JavaScript

# dist/inline/ and dist/inline.cjs.
$(WASM_DIST)/inline.cjs: $(WASM_DIST)/smma.wasm $(WASM_DIST)/smma-core.wasm wasm/packing/inline.mjs \
		$(wildcard wasm/*.mjs wasm/core/*.mjs wasm/sql/*.mjs) wasm/node_modules/.package-lock.json
	node wasm/packing/inline.mjs

# dist/native/ and dist/native.cjs.
$(WASM_DIST)/native.cjs: $(wildcard wasm/packing/*.mjs wasm/extension/*.mjs) wasm/native.mjs wasm/module.mjs wasm/package.json \
		ext/packages/platforms.json wasm/node_modules/.package-lock.json
	node wasm/packing/native.mjs

# ------------------------------------------------------------ setup and tests

# As NEEDED in the Makefile. Not Ubuntu's chromium-browser, which is a script that asks for a snap to be installed.
NEEDED_WASM := '?lld-19|lld:wasm-ld-19|wasm-ld' \
	'?wasi-libc:$(WASI_INCLUDE)/stdlib.h' '?nodejs:node' '?npm:npm'
ifndef CHROMIUM
NEEDED_WASM += '?chromium:chromium|google-chrome-stable|google-chrome'
endif
NEEDED_WEBKIT := '?webkit2gtk-driver:WebKitWebDriver' '?xvfb:Xvfb'
ifndef FIREFOX
NEEDED_FIREFOX := '?firefox-esr:firefox-esr|firefox'
endif

# What the tests need; left as it is until the lock file changes.
wasm/node_modules/.package-lock.json: wasm/package-lock.json
	@node -e 'process.exit(Number(parseInt(process.versions.node) < 18))' || \
		{ echo "Node 18 or newer is needed, this is `node --version`" >&2; exit 1; }
	npm ci --prefix wasm --no-audit --no-fund --loglevel=error
	touch $@

WASM_NATIVE := $(WASM_BUILD)/averages
$(WASM_NATIVE): tests/wasm/averages.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(TEST_FLAGS) $< $(LIBRARY) $(LDFLAGS) -lm -o $@

.PHONY: test-wasm test-browser
test-wasm: wasm $(EXTENSION) $(WASM_NATIVE) wasm/node_modules/.package-lock.json ## the WebAssembly modules in several versions of sqlite-wasm, in Node
	rm -rf wasm/types
	npm --prefix wasm run --silent types
	SMMA_BUILD=$(BUILD) SMMA_EXTENSION=$(EXTENSION) SMMA_NATIVE=$(WASM_NATIVE) \
		SQLITE3=$(SQLITE3) node --test tests/wasm/*.test.mjs tests/wasm/package/*.test.mjs

# BROWSERS=firefox for one alone.
test-browser: wasm $(EXTENSION) $(WASM_NATIVE) wasm/node_modules/.package-lock.json ## the same modules in browsers: Chromium, and Firefox where it is installed
	SMMA_BUILD=$(BUILD) SMMA_EXTENSION=$(EXTENSION) SMMA_NATIVE=$(WASM_NATIVE) \
		SQLITE3=$(SQLITE3) node --test tests/wasm/browser/*.test.mjs

# The examples in examples/, as users have them: each group is a project beneath BUILD, with what its lock file says.
EXAMPLES := $(notdir $(patsubst %/package-lock.json,%,$(wildcard wasm/examples/*/package-lock.json)))
EXAMPLE_MODULES := $(EXAMPLES:%=$(BUILD)/examples/%/node_modules/.package-lock.json)
$(EXAMPLE_MODULES): $(BUILD)/examples/%/node_modules/.package-lock.json: wasm/examples/%/package-lock.json
	@mkdir -p $(BUILD)/examples/$*
	cp wasm/examples/$*/package.json wasm/examples/$*/package-lock.json $(BUILD)/examples/$*
	npm ci --prefix $(BUILD)/examples/$* --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

.PHONY: test-examples
test-examples: wasm $(EXAMPLE_MODULES) ## the examples of the npm package: bundlers, frameworks, runtimes and libraries
	rm -rf wasm/types
	npm --prefix wasm run --silent types
	BROWSERS=$(or $(BROWSERS),chromium) SMMA_BUILD=$(BUILD) node --test --test-concurrency=2 tests/wasm/examples/*.test.mjs

include wasm/static/static.mk

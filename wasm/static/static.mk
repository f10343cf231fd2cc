# sqlite-wasm rebuilt with the extension inside (SPEC 5.2); included by wasm.mk.
#
# static/README.md tells how. Two folders in BUILD: static is this build's own, and
# `make clean` removes it; static-tree is what was downloaded, and stays.

EMSDK ?=
SQLITE_SRC ?=
# Releases of SQLite, the first that can be downloaded is taken: static/sources.
STATIC_SQLITE ?= 3.53.4 3.46.1
# For SQLite's own code; -Oz makes it two thirds the size and a tenth slower.
STATIC_OPT ?= -O2
DEBIAN_MIRROR ?= http://deb.debian.org/debian

STATIC := $(BUILD)/static
STATIC_KEPT := $(BUILD)/static-tree
STATIC_DIST := wasm/dist/sqlite3-smma
STATIC_TREE := $(STATIC_KEPT)/tree
STATIC_RUN = EMSDK='$(EMSDK)' sh wasm/static/run $(STATIC_TREE) $(STATIC)

STATIC_FLAGS = $(STRICT) -O3 -msimd128 -DSQLITE_CORE -I$(STATIC)/sqlite $(COMMIT_DEFINE)
STATIC_WASM_OBJECTS := $(CORE:%.c=$(STATIC)/obj/%.o) $(EXT:%.c=$(STATIC)/obj/%.o) \
	$(STATIC)/obj/wasm/static/extra_init.o

.PHONY: setup-static wasm-static test-static clean-static

wasm-static: $(STATIC_DIST)/VERSIONS.txt ## build wasm/dist/sqlite3-smma/, sqlite-wasm with the functions inside (EMSDK= SQLITE_SRC=)

# -------------------------------------------------------------------- tools

ifeq ($(EMSDK),)
STATIC_EMCC := $(STATIC_TREE)/packages.txt
NEEDED_STATIC := debootstrap:/usr/sbin/debootstrap \
	debian-archive-keyring:/usr/share/keyrings/debian-archive-keyring.gpg
else
override EMSDK := $(abspath $(EMSDK))
STATIC_EMCC :=
NEEDED_STATIC := gcc:cc make:make tcl:tclsh wabt:wasm-strip
endif
ifeq ($(SQLITE_SRC),)
STATIC_SOURCE := $(STATIC_KEPT)/sqlite.tar.xz
NEEDED_STATIC += 'curl|wget:curl|wget' xz-utils:xz
else
STATIC_SOURCE := $(SQLITE_SRC)
endif

setup-static: setup ## what wasm-static and test-static need: a Debian 13 of 1.7 GB in build/static-tree, or EMSDK=
	@sh tests/support/install $(NEEDED_STATIC)
	@$(MAKE) -s --no-print-directory $(STATIC_EMCC) $(if $(SQLITE_SRC),,$(STATIC_SOURCE))

$(STATIC_TREE)/packages.txt:
	@sh wasm/static/prepare-tree $(STATIC_KEPT) $(DEBIAN_MIRROR)

$(STATIC_KEPT)/sqlite.tar.xz: wasm/static/sources $(STATIC_KEPT)/sqlite.wanted
	@sh wasm/static/fetch-sqlite $@ $(DEBIAN_MIRROR) $(STATIC_SQLITE)

# Files that hold a setting and are written anew only when it has changed, as $(BUILD)/commit.
$(STATIC_KEPT)/sqlite.wanted: FORCE
	@mkdir -p $(@D)
	@echo '$(STATIC_SQLITE)' | cmp -s - $@ || echo '$(STATIC_SQLITE)' > $@
$(STATIC)/tools: FORCE | $(STATIC_EMCC)
	@mkdir -p $(@D)
	@EMSDK='$(EMSDK)' sh wasm/static/tools $(STATIC_TREE) > $@.part
	@cmp -s $@.part $@ && rm $@.part || mv $@.part $@
$(STATIC)/settings: FORCE
	@mkdir -p $(@D)
	@echo '$(CURDIR) $(SQLITE_SRC)' > $@.part
	@cmp -s $@.part $@ && rm $@.part || mv $@.part $@
$(STATIC)/options: FORCE
	@mkdir -p $(@D)
	@echo '$(STATIC_OPT)' | cmp -s - $@ || echo '$(STATIC_OPT)' > $@

# ----------------------------------------------------------------- the build

# The user's own source tree is copied again when a file in it has changed.
STATIC_SQLITE_FILES = $(if $(SQLITE_SRC),$(wildcard $(addprefix $(SQLITE_SRC)/, \
	VERSION manifest src/*.[chy] src/*.in ext/*/*.[ch] ext/wasm/GNUmakefile \
	ext/wasm/*.c ext/wasm/api/* ext/wasm/common/* ext/wasm/jaccwabyt/*)),$(STATIC_SOURCE))

$(STATIC)/sqlite/ready: $(STATIC_SQLITE_FILES) $(STATIC)/settings $(STATIC)/tools
	@echo "Preparing SQLite from $(STATIC_SOURCE)"
	@sh wasm/static/unpack-sqlite $(@D) $(STATIC_SOURCE)
	@$(STATIC_RUN) sh wasm/static/prepare-sqlite $(@D)

$(STATIC)/obj/%.o: %.c $(STATIC)/sqlite/ready
	@mkdir -p $(@D)
	$(STATIC_RUN) emcc $(STATIC_FLAGS) -MMD -MP -c $< -o $@

# smma_debug() names the commit, as in the native build.
$(STATIC)/obj/ext/about.o: $(BUILD)/commit

$(STATIC)/libsmma.a: $(STATIC_WASM_OBJECTS)
	rm -f $@
	$(STATIC_RUN) emar rcs $@ $^

$(STATIC_DIST)/VERSIONS.txt: $(STATIC)/libsmma.a $(STATIC)/options wasm/static/link \
		wasm/native/check-simd
	@echo "Building SQLite for WebAssembly, with the extension: some minutes"
	@$(STATIC_RUN) sh wasm/static/link $(STATIC)/sqlite $< '$(STATIC_OPT) -msimd128' \
		$(STATIC)/tools $(@D)

-include $(shell find $(STATIC)/obj -name '*.d' 2>/dev/null)

# --------------------------------------------------------------------- tests

STATIC_TESTS := sql state smma-series static

test-static: wasm-static $(EXTENSION) $(WASM_NATIVE) ## the SQL tests of test-wasm in the static build
	SMMA_STATIC=$(STATIC_DIST) SMMA_EXTENSION=$(EXTENSION) SMMA_NATIVE=$(WASM_NATIVE) \
		SQLITE3=$(SQLITE3) node --test $(STATIC_TESTS:%=tests/wasm/%.test.mjs)

clean-static: ## remove the static build, and the tree and downloads that clean leaves
	rm -rf $(STATIC) $(STATIC_KEPT) $(STATIC_DIST)

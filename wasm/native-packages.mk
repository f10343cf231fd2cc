# The packages of npm: the main one, and one a platform with the extension; included by the Makefile at the top.

NPM_PACKAGES := $(PACKAGES)/npm
NPM_MADE := $(NPM_PACKAGES)/.done

.PHONY: packages-npm test-packages-npm
packages: packages-npm
packages-npm: $(NPM_MADE) ## the packages of npm, in build/packages/npm
$(NPM_MADE): $(PACKAGES)/archives/checksums.txt $(addprefix $(WASM_DIST)/,smma.wasm smma-core.wasm inline.cjs native.cjs) \
		$(wildcard ext/packages/licences/*) wasm/README.md wasm/tsconfig.json
	rm -rf wasm/types
	npm --prefix wasm run --silent types
	node wasm/packing/packages.mjs $(PACKAGES) $(NPM_PACKAGES)
	touch $@

test-packages-npm: packages-npm ## the packages of npm as they are installed: sqlite-smma/native, its errors, what npm chooses
	SMMA_BUILD=$(BUILD) node --test tests/packages/npm/*.test.mjs

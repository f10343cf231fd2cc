# The page: a price history explorer, built with Vite; included by the Makefile at the top.

PAGE_DIST := wasm/page/dist
PAGE_MODULES := wasm/page/node_modules/.package-lock.json

.PHONY: page page-build page-dev page-icons test-page test-page-more test-webkit bench-page clean-page

# Left as it is until the lock file changes.
$(PAGE_MODULES): wasm/page/package-lock.json
	npm ci --prefix wasm/page --no-audit --no-fund --loglevel=error
	touch $@

page-build: wasm $(PAGE_MODULES) ## build the page into wasm/page/dist, for any static host
	cd wasm/page && npx --no-install vite build

# Vite prints the address. It stays the same, as the database belongs to it.
page: page-build ## build the page and serve it at http://127.0.0.1:4173
	cd wasm/page && npx --no-install vite preview

page-dev: wasm $(PAGE_MODULES) ## serve the page from its sources, reloading what changes
	cd wasm/page && npx --no-install vite

# BROWSERS=firefox for one alone. Two files at a time: a page waits more than it computes.
PAGE_TESTS_MORE := $(wildcard tests/wasm/page/more/*.test.mjs)
PAGE_TESTS := $(filter-out $(PAGE_TESTS_MORE),$(wildcard tests/wasm/page/*.test.mjs tests/wasm/page/*/*.test.mjs))
TEST_PAGE = SMMA_BUILD=$(BUILD) SMMA_EXTENSION=$(EXTENSION) SQLITE3=$(SQLITE3) node --test --test-concurrency=2
test-page: page-build $(EXTENSION) wasm/node_modules/.package-lock.json ## the page: its types, its database in Node, and its flows in browsers
	npm run --silent types --prefix wasm/page
	$(TEST_PAGE) $(PAGE_TESTS)
test-page-more: page-build $(EXTENSION) wasm/node_modules/.package-lock.json ## of the page what takes longer: what is kept, restored and damaged; without network; long series
	$(TEST_PAGE) $(PAGE_TESTS_MORE)

# One file at a time: what a second window covers, WebKit does not draw.
test-webkit: page-build $(EXTENSION) $(WASM_NATIVE) wasm/node_modules/.package-lock.json ## the modules and the page in WebKitGTK, which make setup-more brings
	BROWSERS=webkit SMMA_BUILD=$(BUILD) SMMA_EXTENSION=$(EXTENSION) SMMA_NATIVE=$(WASM_NATIVE) SQLITE3=$(SQLITE3) \
		node --test --test-concurrency=1 tests/wasm/webkit/*.test.mjs tests/wasm/page/seal.test.mjs \
		tests/wasm/browser/modules.test.mjs tests/wasm/browser/failures.test.mjs

# Kept in git; after a change of icon.svg.
page-icons: wasm/node_modules/.package-lock.json
	SMMA_BUILD=$(BUILD) node tests/wasm/page/icons.mjs

bench-page: page-build wasm/node_modules/.package-lock.json ## how soon the page shows its first chart, imports 100,000 rows, and does with 1,000,000 bars and 8,000 symbols
	SMMA_BUILD=$(BUILD) node tests/wasm/page/bench.mjs

ifneq ($(MADE_IN_WASM),)
clean: clean-page
endif
clean-page:
	rm -rf $(PAGE_DIST)

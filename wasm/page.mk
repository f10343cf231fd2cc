# The page: a price history explorer, built with Vite; included by the Makefile at the top.

PAGE_DIST := wasm/page/dist
PAGE_MODULES := wasm/page/node_modules/.package-lock.json

.PHONY: page page-build page-dev test-page clean-page

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

test-page: wasm $(EXTENSION) $(PAGE_MODULES) wasm/node_modules/.package-lock.json ## the page's types and its database code, in Node (needs npm)
	cd wasm/page && npx --no-install tsc -p .
	SMMA_EXTENSION=$(EXTENSION) SQLITE3=$(SQLITE3) \
		node --test $(wildcard tests/wasm/page/*.test.mjs tests/wasm/page/*/*.test.mjs)

clean: clean-page
clean-page:
	rm -rf $(PAGE_DIST)

# The hosts, with the packages as they are installed; included by the Makefile at the top.

HOSTS := $(BUILD)/hosts

# ------------------------------------------------------------------ JavaScript

# As for the examples in wasm/: a project with what its lock file says. Two of its packages are compiled where the binary
# they would download cannot be had.
HOSTS_JAVASCRIPT := $(HOSTS)/javascript
$(HOSTS_JAVASCRIPT)/node_modules/.done: ext/hosts/javascript/package-lock.json
	@mkdir -p $(HOSTS_JAVASCRIPT)
	cp ext/hosts/javascript/package.json ext/hosts/javascript/package-lock.json $(HOSTS_JAVASCRIPT)
	npm ci --prefix $(HOSTS_JAVASCRIPT) --ignore-scripts --no-audit --no-fund --loglevel=error
	npm rebuild --prefix $(HOSTS_JAVASCRIPT) --loglevel=error better-sqlite3 sqlite3
	touch $@

.PHONY: test-hosts-javascript
test-hosts-javascript: packages-npm $(HOSTS_JAVASCRIPT)/node_modules/.done ## the hosts of JavaScript, with the packages of npm installed
	SMMA_BUILD=$(BUILD) node --test tests/hosts/javascript/*.test.mjs

# ---------------------------------------------------------------------- Python

.PHONY: test-hosts-python
test-hosts-python: python-packages $(PYTHON_HOSTS)/loading/.done ## the hosts of Python, with the wheel installed
	$(call install-wheel,$(PYTHON_HOSTS)/loading)
	$(call in-environment,loading) tests/hosts/python

# ------------------------------------------------------------------------ page

.PHONY: hosts-page test-hosts-page test-hosts
test-hosts: test-hosts-page test-hosts-python test-hosts-javascript ## every host's program, with what is installed
hosts-page: ## ext/hosts/README.md, of the programs there
	$(PYTHON) ext/hosts/page.py
test-hosts-page:
	$(PYTHON) ext/hosts/page.py --check

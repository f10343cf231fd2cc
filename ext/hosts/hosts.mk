# The hosts, with the packages as they are installed; included by the Makefile at the top.

# ------------------------------------------------------------------ JavaScript

# As for the examples in wasm/: a project with what its lock file says. Two of its packages are compiled where the binary
# they would download cannot be had.
HOSTS_JAVASCRIPT := $(BUILD)/hosts/javascript
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

# ------------------------------------------- Rust, Go, Ruby, and the languages without a package

.PHONY: setup-hosts test-hosts-languages
# Of the packages themselves see ext/go/go.mk and ext/ruby/ruby.mk.
NEEDED_HOSTS += g++:c++ libdbd-sqlite3-perl:/usr/share/doc/libdbd-sqlite3-perl \
	tcl:tclsh libsqlite3-tcl:/usr/share/doc/libsqlite3-tcl php-cli:php php-sqlite3:/usr/share/doc/php-sqlite3 \
	r-base-core:Rscript r-cran-rsqlite:/usr/lib/R/site-library/RSQLite default-jdk-headless:javac maven:mvn \
	sqlitebrowser:sqlitebrowser
setup-hosts: setup-packages ## install the languages that the hosts are tested in
	@sh tests/support/install $(NEEDED_HOSTS)

# HOSTS=perl for one alone: what pytest takes after -k.
test-hosts-languages: binaries crate go-modules gem ## the hosts in Rust, Go, Ruby, Perl, Tcl, PHP, R, Java, C, C++, DB Browser and SQLite's shell
	SMMA_BUILD=$(BUILD) $(PACKAGES_PYTHON) -m pytest -q -p no:cacheprovider $(if $(HOSTS),-k $(HOSTS)) tests/hosts/languages

# -------------------------------------------------------------------- clusters

.PHONY: test-hosts-cluster
test-hosts-cluster: python-packages $(PYTHON_HOSTS)/cluster/.done ## Dask, Spark (needs Java) and Ray, with the wheel installed
	$(call install-wheel,$(PYTHON_HOSTS)/cluster)
	$(call in-environment,cluster) tests/hosts/cluster

# ------------------------------------------------------------------------ page

.PHONY: hosts-page test-hosts-page test-hosts
test-hosts: test-hosts-page test-hosts-python test-hosts-javascript test-hosts-languages test-hosts-cluster ## every host's program, with what is installed
hosts-page: ## ext/hosts/README.md, of the programs there
	$(PYTHON) ext/hosts/page.py
test-hosts-page:
	$(PYTHON) ext/hosts/page.py --check

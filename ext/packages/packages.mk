# What people install; included by the Makefile at the top. Everything is made in
# $(PACKAGES), and nothing is published from here.

PACKAGES := $(BUILD)/packages
PACKAGING := ext/packages
# Python with the tools of requirements.txt.
PACKAGES_PYTHON := $(PACKAGES)/tools/bin/python

.PHONY: setup-packages lock-packages amalgamation binaries packages
NEEDED_PACKAGES = 'llvm-19|llvm:llvm-lipo-19|llvm-lipo' $(NEEDED_VENV)
setup-packages: setup ## install what is missing for the packages
	@sh tests/support/install $(NEEDED_PACKAGES)

$(PACKAGES)/tools/.done: $(PACKAGING)/requirements.txt
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(PACKAGES_PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
lock-packages: $(PACKAGING)/requirements.in
	$(PACKAGES)/tools/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $< -o $(PACKAGING)/requirements.txt

# One C file (SPEC 6.4), with the headers of SQLite that it is built with.
SOURCES_FOR_PACKAGES := $(PACKAGES)/source
AMALGAMATION := $(SOURCES_FOR_PACKAGES)/sqlite-smma.c
amalgamation: $(AMALGAMATION) ## one C file and its header, in build/packages/source
$(AMALGAMATION): $(PACKAGING)/amalgamate.py $(CORE) $(EXT) $(wildcard core/*.h core/*/*.h ext/*.h ext/*/*.h) LICENSE \
		$(BUILD)/commit $(SQLITE_SOURCES)/$(SQLITE_NEWEST)/sqlite3.c
	$(PYTHON) $< $(@D) $(COMMIT) $(CORE) $(EXT)
	cp $(SQLITE_SOURCES)/$(SQLITE_NEWEST)/sqlite3.h $(SQLITE_SOURCES)/$(SQLITE_NEWEST)/sqlite3ext.h $(@D)

# The time of everything in a package.
PACKAGES_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 315532800)
binaries: $(PACKAGES)/archives/checksums.txt ## the extension for every platform, by zig, in build/packages
$(PACKAGES)/archives/checksums.txt: $(PACKAGING)/binaries.py $(PACKAGING)/platforms.json $(AMALGAMATION) $(PACKAGES)/tools/.done
	SOURCE_DATE_EPOCH=$(PACKAGES_EPOCH) $(PACKAGES_PYTHON) $< $(SOURCES_FOR_PACKAGES) $(PACKAGES)

packages: binaries ## everything that is installed from, in build/packages

# What every host is asked, and what it answers.
HOST_QUESTIONS := ext/hosts/queries.sql ext/hosts/expected.txt

include ext/rust/rust.mk
include ext/go/go.mk
include ext/ruby/ruby.mk

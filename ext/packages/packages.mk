# What people install; included by the Makefile at the top. Everything is made in
# $(PACKAGES), and nothing is published from here.

PACKAGES := $(BUILD)/packages
PACKAGING := ext/packages
# Python with the tools of requirements.txt.
PACKAGES_PYTHON := $(PACKAGES)/tools/bin/python

.PHONY: setup-packages lock-packages amalgamation binaries packages
NEEDED_PACKAGES = 'llvm-19|llvm:llvm-lipo-19|llvm-lipo' $(NEEDED_VENV) $(NEEDED_DEB) \
	cargo:cargo golang-go:go ruby:gem
# and to test them: emulators, and other systems' C libraries
NEEDED_FOR_TESTS = qemu-user:qemu-aarch64 libc6-arm64-cross:/usr/aarch64-linux-gnu/lib \
	libc6-armhf-cross:/usr/arm-linux-gnueabihf/lib libc6-riscv64-cross:/usr/riscv64-linux-gnu/lib \
	musl:/lib/ld-musl-x86_64.so.1 wine64:/usr/lib/wine/wine64 g++:g++ binutils:nm
setup-packages: setup ## install what is missing for the packages and their tests
	@sh tests/support/install $(NEEDED_PACKAGES) $(NEEDED_FOR_TESTS)

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

# The binaries run here, by themselves or under emulators, and what cannot run is looked into.
.PHONY: test-packages test-binaries
test-packages: test-binaries test-python test-packages-npm test-crate test-go-modules test-gem test-deb ## what is in build/packages, as it is installed
test-binaries: binaries $(EXTENSION) $(SQLITE_SOURCES)/$(SQLITE_NEWEST)/sqlite3.c $(CLI_SOURCE)/shell.c ## the binaries of all platforms: run here or under emulators, or looked into
	SMMA_BUILD=$(BUILD) SMMA_SQLITE_SOURCES=$(SQLITE_SOURCES) SMMA_SQLITE_NEWEST=$(SQLITE_NEWEST) \
		SMMA_DEBIAN_MIRROR=$(DEBIAN_MIRROR) SMMA_COMMIT=$(COMMIT) SMMA_SOURCES="$(CORE) $(EXT)" \
		SOURCE_DATE_EPOCH=$(PACKAGES_EPOCH) $(PACKAGES_PYTHON) -m pytest -q tests/packages/binaries

include ext/python/python.mk

.PHONY: bench-binaries
bench-binaries: binaries $(EXTENSION) ## the binary of the packages beside the build of this tree, in SQL
	$(PYTHON_LOADING) tests/bench/bench_binaries.py $(EXTENSION) $(PACKAGES)/linux-x64-gnu/smma.so \
		$(if $(QUICK),--quick) --json $(BUILD)/bench-binaries.json

# What every host is asked, and what it answers.
HOST_QUESTIONS := ext/hosts/queries.sql ext/hosts/expected.txt

include ext/rust/rust.mk
include ext/go/go.mk
include ext/ruby/ruby.mk

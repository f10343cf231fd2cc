# The crate; included by ext/packages/packages.mk.

CRATE_SOURCES := ext/rust
CRATE_PACKAGES := $(PACKAGES)/rust
CARGO ?= cargo
# What cargo builds, for the crate's tests and the programs of ext/hosts/rust.
CARGO_TARGET := $(BUILD)/cargo
CRATE_FILES := $(shell find $(CRATE_SOURCES) -type f)

NEEDED_PACKAGES += cargo:cargo

.PHONY: crate test-crate
packages: crate
crate: $(CRATE_PACKAGES)/.done ## the Rust crate, in build/packages/rust
# Cargo gives everything in a crate one time and takes no names of this machine into it.
$(CRATE_PACKAGES)/.done: $(CRATE_FILES) $(AMALGAMATION) $(HOST_QUESTIONS) LICENSE
	CARGO=$(CARGO) sh $(CRATE_SOURCES)/pack $(SOURCES_FOR_PACKAGES) $(CRATE_PACKAGES)
	touch $@

test-crate: crate ## the crate as it is packed, in rusqlite and sqlx; rustfmt, clippy
	CARGO=$(CARGO) CARGO_TARGET_DIR=$(abspath $(CARGO_TARGET)) \
		sh tests/packages/rust/run $(CRATE_PACKAGES) $(SOURCES_FOR_PACKAGES) $(BUILD)/test-crate

# The Go modules; included by ext/packages/packages.mk.

GO_SOURCES := ext/go
GO_PACKAGES := $(PACKAGES)/go
GO ?= go
GO_FILES := $(shell find $(GO_SOURCES) -type f)

.PHONY: go-modules test-go-modules
packages: go-modules
go-modules: $(GO_PACKAGES)/.done ## the Go modules, a GOPROXY in build/packages/go/proxy
$(GO_PACKAGES)/.done: $(GO_FILES) $(AMALGAMATION) $(HOST_QUESTIONS) LICENSE $(PACKAGES)/tools/.done
	GO=$(GO) PACKAGES_PYTHON=$(PACKAGES_PYTHON) SOURCE_DATE_EPOCH=$(PACKAGES_EPOCH) \
		sh $(GO_SOURCES)/make-modules $(SOURCES_FOR_PACKAGES) $(GO_PACKAGES) $(VERSION_IN_HEADER)
	touch $@

NEEDED_PACKAGES += golang-go:go
NEEDED_HOSTS += qemu-user:qemu-aarch64

test-go-modules: go-modules binaries ## the Go modules as they are fetched, in mattn/go-sqlite3 and ncruces/go-sqlite3
	GO=$(GO) PACKAGES_PYTHON=$(PACKAGES_PYTHON) SOURCE_DATE_EPOCH=$(PACKAGES_EPOCH) sh tests/packages/go/run $(GO_PACKAGES) \
		$(SOURCES_FOR_PACKAGES) $(VERSION_IN_HEADER) $(PACKAGES)/linux-x64-gnu/smma $(BUILD)/test-go-modules $(BUILD)/go-modules

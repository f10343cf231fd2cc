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

# The gem; included by ext/packages/packages.mk.

RUBY_SOURCES := ext/ruby
RUBY_PACKAGES := $(PACKAGES)/ruby
RUBY ?= ruby
GEM ?= gem
RUBY_FILES := $(shell find $(RUBY_SOURCES) -type f)

NEEDED_PACKAGES += ruby:ruby

.PHONY: gem
packages: gem
gem: $(RUBY_PACKAGES)/.done ## the Ruby gem, in build/packages/ruby
$(RUBY_PACKAGES)/.done: $(RUBY_FILES) $(AMALGAMATION) LICENSE
	GEM=$(GEM) SOURCE_DATE_EPOCH=$(PACKAGES_EPOCH) sh $(RUBY_SOURCES)/pack $(SOURCES_FOR_PACKAGES) $(RUBY_PACKAGES)
	touch $@

NEEDED_HOSTS += ruby-dev:/usr/share/doc/ruby-dev ruby-sqlite3:/usr/share/doc/ruby-sqlite3

.PHONY: test-gem
test-gem: gem ## the gem as it is packed and installed, in the sqlite3 gem
	GEM=$(GEM) RUBY=$(RUBY) SOURCE_DATE_EPOCH=$(PACKAGES_EPOCH) \
		sh tests/packages/ruby/run $(RUBY_PACKAGES) $(SOURCES_FOR_PACKAGES) $(BUILD)/test-gem

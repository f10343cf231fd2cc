# Debian packages; included by the Makefile at the top. They are built of a copy of the sources, in which this folder
# has the name that Debian's tools look for.

DEB := $(PACKAGES)/deb
NEEDED_DEB = dpkg-dev:dpkg-buildpackage debhelper:dh lintian:lintian
DEB_SOURCES = $(shell git ls-files core ext/*.c ext/*.h ext/series ext/values sql tests/core tests/support Makefile LICENSE README.md CHANGELOG.md)

.PHONY: deb test-deb
deb: ## Debian packages, in build/packages/deb: the extension, and the library for C
	rm -rf $(DEB)
	mkdir -p $(DEB)/source
	cp --parents $(DEB_SOURCES) $(shell git ls-files '*.mk') $(DEB)/source
	cp -r ext/debian $(DEB)/source/debian
	printf 'sqlite-smma (%s) unstable; urgency=medium\n\n  * CHANGELOG.md says what is new.\n\n -- the sqlite-smma authors <sqlite-smma@localhost>  %s\n' \
		'$(VERSION_IN_HEADER)' '$(shell date --utc --rfc-email --date=@$(PACKAGES_EPOCH))' > $(DEB)/source/debian/changelog
	cd $(DEB)/source && SMMA_COMMIT=$(COMMIT) MAKEFLAGS= dpkg-buildpackage --build=binary --unsigned-changes --unsigned-buildinfo > ../log 2>&1 || { cat ../log; exit 1; }
	rm -rf $(DEB)/source
test-deb: deb ## the same installed, used and removed; it needs to be root
	SQLITE3=$(SQLITE3) sh tests/packages/deb/run $(DEB)

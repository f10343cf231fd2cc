# The hosts, with the packages as they are installed; included by the Makefile at the top.

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

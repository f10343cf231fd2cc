# The SQL functions in other versions of SQLite; included by tests/tests.mk.
#
# SPEC 3.8: the oldest supported SQLite, the newest, and between them those that
# distributions ship, the first with ORDER BY in an aggregate (3.44), and one that
# crashes when it looks for a number in what sqlite3_value_dup() has made (3.53).
# The amalgamations come out of releases of the npm package better-sqlite3, which
# ships them.
SQLITE_VERSIONS := 3.25.2 3.31.1 3.35.2 3.40.1 3.44.2 3.46.1 3.50.4 3.53.3 3.54.1
SQLITE_NEWEST := $(lastword $(SQLITE_VERSIONS))
SQLITE_PACKAGE_3.25.2 := better-sqlite3@5.0.1
SQLITE_PACKAGE_3.31.1 := better-sqlite3@6.0.1
SQLITE_PACKAGE_3.35.2 := better-sqlite3@7.4.0
SQLITE_PACKAGE_3.40.1 := better-sqlite3@8.1.0
SQLITE_PACKAGE_3.44.2 := better-sqlite3@9.2.0
SQLITE_PACKAGE_3.46.1 := better-sqlite3@11.3.0
SQLITE_PACKAGE_3.50.4 := better-sqlite3@12.4.1
SQLITE_PACKAGE_3.53.3 := better-sqlite3@13.0.0
SQLITE_PACKAGE_3.54.1 := better-sqlite3@13.2.0

# Where the sources are, also for the builds within this one.
SQLITE_SOURCES ?= $(BUILD)/sqlite

.PRECIOUS: $(SQLITE_SOURCES)/%/sqlite3.c $(SQLITE_SOURCES)/%/sqlite3.o
$(SQLITE_SOURCES)/%/sqlite3.c:
	@mkdir -p $(@D)
	cd $(@D) && tar -xzf "`npm pack --silent $(SQLITE_PACKAGE_$*)`" --strip-components 2
	cd $(@D) && if [ -f sqlite3.tar.gz ]; then tar -xzf sqlite3.tar.gz; \
		else cp sqlite3/sqlite3*.[ch] .; fi
	grep -q 'define SQLITE_VERSION  *"$*"' $(@D)/sqlite3.h
	touch $@
$(SQLITE_SOURCES)/%/sqlite3.o: $(SQLITE_SOURCES)/%/sqlite3.c
	$(CC) -O1 -w -c $< -o $@

# The sqlite3 CLI of one release, as the npm package sqlite3 ships it, over any of
# them: what sql/ asks of the CLI is more than the oldest had (tests/sql/run), and
# what it asks of SQLite is to be tried in the oldest.
CLI_PACKAGE := sqlite3@5.1.4
CLI_SOURCE := $(SQLITE_SOURCES)/cli
CLI_FLAGS := -O1 -w -DUSE_SYSTEM_SQLITE=1 -DSQLITE_OMIT_DESERIALIZE
.PRECIOUS: $(SQLITE_SOURCES)/%/cli
$(CLI_SOURCE)/shell.c:
	@mkdir -p $(@D)
	cd $(@D) && tar -xzf "`npm pack --silent $(CLI_PACKAGE)`" --strip-components 2 package/deps
	cd $(@D) && tar -xzf sqlite-autoconf-*.tar.gz --strip-components 1
	touch $@
$(SQLITE_SOURCES)/%/cli: $(CLI_SOURCE)/shell.c tests/sql/older.c $(SQLITE_SOURCES)/%/sqlite3.o
	$(CC) $(CLI_FLAGS) $^ -I$(CLI_SOURCE) -lpthread -ldl -lm -o $@

# The extension that the CLI loads is the one of the version. A fifth of the random
# cases in each.
.PHONY: test-versions $(SQLITE_VERSIONS:%=test-version-%)
test-versions: $(SQLITE_VERSIONS:%=test-version-%) ## the SQL functions, and sql/, in nine versions of SQLite, the oldest and the newest among them
$(SQLITE_VERSIONS:%=test-version-%): test-version-%: $(SQLITE_SOURCES)/%/cli
	@echo "== SQLite $*"
	@SMMA_TEST_ROUNDS=$${SMMA_TEST_ROUNDS:-0.2} $(MAKE) -s BUILD=$(BUILDS)/sqlite-$* CPPFLAGS="-I$(SQLITE_SOURCES)/$* $(CPPFLAGS)" \
		SQLITE_LIBRARY="$(SQLITE_SOURCES)/$*/sqlite3.o -lpthread -ldl" \
		SQLITE3=$(abspath $<) run-ext run-sql

# dqlite; included by the Makefile at the top.

NEEDED_DQLITE = libdqlite-dev:/usr/include/dqlite.h iproute2:ip util-linux:unshare

DQLITE_NODE := $(BUILD)/smma-node

.PHONY: setup-dqlite dqlite-node dqlite-demo
setup-dqlite: setup ## install what is missing for dqlite
	@sh tests/support/install $(NEEDED_DQLITE)

dqlite-node: $(DQLITE_NODE) ## a node of dqlite with the functions: build/smma-node
$(BUILD)/obj/dqlite/node.o: OWN_DEFINES += -D_POSIX_C_SOURCE=200809L
$(BUILD)/obj/dqlite/node.o: ext/dqlite/node.c
	@mkdir -p $(@D)
	$(COMPILE)
$(DQLITE_NODE): $(BUILD)/obj/dqlite/node.o $(LIBRARY)
	$(CC) $(CFLAGS) $^ $(LDFLAGS) -ldqlite -lsqlite3 -lm $(LDLIBS) -o $@

dqlite-demo: $(DQLITE_NODE) ## three nodes of dqlite: the leader is killed, and nothing is lost
	@$(PYTHON) ext/dqlite/demo.py $(DQLITE_NODE) $(BUILD)/demo.dqlite

# In a network of its own, so that no address of the machine is taken, with the privileges of that network alone.
IN_OWN_NETWORK := unshare --map-root-user --net --mount --kill-child sh -c \
	'mount -t tmpfs tmpfs /run && ip link set lo up && exec "$$@"' -

DQLITE_OTHER := $(BUILDS)/dqlite-clang
.PHONY: test-dqlite
test-dqlite: $(DQLITE_NODE) $(EXTENSION) $(PACKAGES)/tools/.done ## nodes of dqlite are killed, cut off, emptied: no bar is lost (some minutes)
	$(MAKE) BUILD=$(DQLITE_OTHER) CC=$(CLANG) CFLAGS=-O0 dqlite-node
	SMMA_BUILD=$(BUILD) SMMA_OTHER_NODE=$(DQLITE_OTHER)/smma-node $(IN_OWN_NETWORK) \
		$(PACKAGES_PYTHON) -m pytest -q tests/dqlite

# ------------------------------------------------------------- replicated statements

STATEMENTS_OTHER := $(BUILDS)/statements-clang
$(BUILD)/replay: tests/statements/replay.c
	$(CC) $(STRICT) $(CPPFLAGS) $(CFLAGS) $< $(LDFLAGS) -lsqlite3 $(LDLIBS) -o $@

.PHONY: test-statements
test-statements: binaries $(BUILD)/replay $(EXTENSION) $(SQLITE_SOURCES)/$(SQLITE_NEWEST)/sqlite3.c ## logs of statements, replayed by every build's node and by one without the functions
	$(MAKE) BUILD=$(STATEMENTS_OTHER) CC=$(CLANG) CFLAGS=-O0 $(STATEMENTS_OTHER)/smma.$(SO)
	SMMA_BUILD=$(BUILD) SMMA_OTHER_EXTENSION=$(STATEMENTS_OTHER)/smma.$(SO) SMMA_SQLITE_SOURCES=$(SQLITE_SOURCES) \
		SMMA_SQLITE_NEWEST=$(SQLITE_NEWEST) SMMA_DEBIAN_MIRROR=$(DEBIAN_MIRROR) $(PACKAGES_PYTHON) -m pytest -q tests/statements

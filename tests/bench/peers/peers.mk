# `make bench-peers`: other libraries' averages beside ours; included by
# ../bench.mk. Whatever it installs is in $(BUILD)/peers.

PEERS := $(BUILD)/peers
PEERS_SOURCE := tests/bench/peers
PEERS_OBJECTS := $(patsubst $(PEERS_SOURCE)/%.c,$(PEERS)/%.o,$(wildcard $(PEERS_SOURCE)/*.c))
PEERS_LIBRARY := $(PEERS)/libpeers.$(SO)
PEERS_RUST := $(PEERS)/cargo/release/libpeers_rust.$(SO)
PEERS_PYTHON := $(PEERS)/python/bin/python
CARGO ?= cargo
RUSTC ?= rustc

# Wickra chooses its instructions as it runs, and is faster still when the rest
# may use those of this processor; VectorTA has its fused multiply-add by this
# alone.
PEERS_RUSTFLAGS ?= -C target-cpu=native

PEERS_RUN = $(PEERS_PYTHON) -B $(PEERS_SOURCE)/bench_peers.py --commit $(COMMIT) \
	--rust "$$($(RUSTC) --version), $(PEERS_RUSTFLAGS)" $(PEERS_LIBRARY) $(PEERS_RUST)

.PHONY: bench-peers bench-peers-quick
bench-peers: $(PEERS_LIBRARY) $(PEERS_RUST) $(PEERS)/python/installed ## measure other libraries beside this one (1 minute; the first time 5 more, for cargo and pip)
	$(PEERS_RUN) --json $(BUILD)/bench-peers.json

bench-peers-quick: $(PEERS_LIBRARY) $(PEERS_RUST) $(PEERS)/python/installed
	$(PEERS_RUN) --quick --json $(BUILD)/bench-peers-quick.json

# peers-need COMMAND,WHAT: stops with a sentence where there is no such command.
peers-need = command -v $(1) > /dev/null || \
	{ echo "make bench-peers needs $(2), and there is no $(1)" >&2; exit 1; }

$(PEERS)/python/installed: $(PEERS_SOURCE)/requirements.txt
	@$(call peers-need,$(PYTHON),Python 3.11 or later)
	@rm -rf $(PEERS)/python
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make bench-peers needs Python 3.11 or later: PYTHON=PATH names one" >&2; exit 1; }
	@$(PYTHON) -m venv $(PEERS)/python || \
		{ echo "make bench-peers needs Python's venv (Debian: python3-venv)" >&2; exit 1; }
	@echo "Installing TA-Lib, Tulip and pandas into $(PEERS)/python"
	@$(PEERS_PYTHON) -m pip install --quiet --no-cache-dir --disable-pip-version-check \
		--requirement $< || \
		{ echo "make bench-peers could not install $<: is PyPI within reach?" >&2; exit 1; }
	@touch $@

# The crates' sources come into $(BUILD) too, unless CARGO_HOME says where.
$(PEERS_RUST): $(addprefix $(PEERS_SOURCE)/,Cargo.toml Cargo.lock src/lib.rs)
	@$(call peers-need,$(CARGO),Rust (https://rustup.rs))
	@mkdir -p $(PEERS)
	@echo "Building Wickra and VectorTA in $(PEERS)/cargo (minutes, at first)"
	@CARGO_HOME="$${CARGO_HOME:-$(abspath $(PEERS))/cargo-home}" RUSTFLAGS="$(PEERS_RUSTFLAGS)" \
		$(CARGO) build --quiet --release --locked --jobs 1 \
		--manifest-path $(PEERS_SOURCE)/Cargo.toml --target-dir $(PEERS)/cargo || \
		{ echo "make bench-peers could not build $(PEERS_SOURCE): is crates.io within reach?" >&2; exit 1; }
	@touch $@

$(PEERS_LIBRARY): $(PEERS_OBJECTS) $(CORE_OBJECTS) \
	$(addprefix $(BUILD)/bench/,bench_measure.o bench_prices.o core/bench_serial.o)
	$(CC) $(NATIVE) $(CFLAGS) $(SHARED) $^ $(LDFLAGS) -lm -o $@

# The flags of the library, so that the loops are compiled as it is.
$(PEERS_OBJECTS): OWN_DEFINES += -D_POSIX_C_SOURCE=200809L
$(PEERS)/%.o: $(PEERS_SOURCE)/%.c
	@mkdir -p $(@D)
	$(COMPILE)

# It names the flags: compile it again when the commit has changed, as
# bench_report.c.
$(PEERS)/peers_measure.o: $(BUILD)/commit
$(PEERS)/peers_measure.o: OWN_DEFINES += -DPEERS_FLAGS='"$(CFLAGS)"'

FORMATTED += $(wildcard $(PEERS_SOURCE)/*.[ch])

-include $(PEERS_OBJECTS:.o=.d)

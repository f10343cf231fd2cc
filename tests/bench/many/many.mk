# `make bench-many`: how many symbols one machine gets through, and what comes then; included by
# ext/python/python.mk, in whose environment with Dask and Spark it runs.

MANY := tests/bench/many
MANY_RUN = $(PYTHON_HOSTS)/cluster/bin/python -B $(MANY)/bench_many.py
MANY_PAGE := ext/hosts/MANY.md

.PHONY: bench-many bench-many-quick bench-many-page
bench-many: python-packages $(PYTHON_HOSTS)/cluster/.done ## one process, two, Dask and Spark over 2,000 and over 200 symbols (about 5 minutes; 5 GB of disk)
	$(call install-wheel,$(PYTHON_HOSTS)/cluster)
	$(MANY_RUN) --json $(BUILD)/bench-many.json $(BUILD)/bench-many

bench-many-quick: python-packages $(PYTHON_HOSTS)/cluster/.done
	$(call install-wheel,$(PYTHON_HOSTS)/cluster)
	$(MANY_RUN) --quick --json $(BUILD)/bench-many-quick.json $(BUILD)/bench-many-quick

bench-many-page: ## the figures of build/bench-many.json into ext/hosts/MANY.md
	$(PYTHON) -B $(MANY)/page.py $(BUILD)/bench-many.json $(MANY_PAGE)

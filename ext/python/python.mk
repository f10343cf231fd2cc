# The Python package; included by ext/packages/packages.mk.

PYTHON_PACKAGE := ext/python
PYTHON_PACKAGES := $(PACKAGES)/python
# The tests' environments, with the hosts: the wheel is installed into them afresh each time.
PYTHON_HOSTS := $(BUILD)/hosts/python

.PHONY: python-packages test-python lock-hosts-python
python-packages: $(PYTHON_PACKAGES)/.done ## the sdist and the wheels, in build/packages/python
$(PYTHON_PACKAGES)/.done: $(PACKAGES)/archives/checksums.txt LICENSE $(addprefix $(PYTHON_PACKAGE)/,pyproject.toml \
		hatch_build.py README.md wheels.py sbom.py) $(wildcard $(PYTHON_PACKAGE)/sqlite_smma/*.py $(PYTHON_PACKAGE)/sqlite_smma/*/*.py)
	SOURCE_DATE_EPOCH=$(PACKAGES_EPOCH) PYTHONDONTWRITEBYTECODE=1 $(PACKAGES_PYTHON) $(PYTHON_PACKAGE)/wheels.py $(SOURCES_FOR_PACKAGES) $(PACKAGES) $(@D)
	touch $@
packages: python-packages

# A Python whose sqlite3 loads extensions, and one whose sqlite3 does not; where there is none such, its tests are left out.
can-load = $(shell for p in $(2); do $$p -c 'import sqlite3, sys; sys.exit(hasattr(sqlite3.Connection, "enable_load_extension") != $(1))' \
	2> /dev/null && echo $$p && break; done)
PYTHON_LOADING ?= $(call can-load,1,$(PYTHON) /usr/bin/python3)
PYTHON_NOT_LOADING ?= $(call can-load,0,$(PYTHON) $(wildcard $(HOME)/.pyenv/versions/3.11.*/bin/python3))

HOSTS_LOCK := tests/hosts/python/requirements
lock-hosts-python: $(PACKAGES)/tools/.done
	$(PACKAGES)/tools/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $(HOSTS_LOCK).in -o $(HOSTS_LOCK).txt

# $(PYTHON_HOSTS)/loading, $(PYTHON_HOSTS)/not-loading
$(PYTHON_HOSTS)/loading/.done: PYTHON_OF_HOSTS = $(PYTHON_LOADING)
$(PYTHON_HOSTS)/not-loading/.done: PYTHON_OF_HOSTS = $(PYTHON_NOT_LOADING)
define make-environment
	@[ -n "$(PYTHON_OF_HOSTS)" ] || { echo "No Python whose sqlite3 loads extensions: PYTHON_LOADING=python3 names one" >&2; exit 1; }
	$(PACKAGES)/tools/bin/uv venv --quiet --clear --python $(PYTHON_OF_HOSTS) $(@D)
	$(PACKAGES)/tools/bin/uv pip install --quiet --python $(@D)/bin/python --require-hashes -r $<
	touch $@
endef
$(PYTHON_HOSTS)/%/.done: $(HOSTS_LOCK).txt $(PACKAGES)/tools/.done
	$(make-environment)

# $(PYTHON_HOSTS)/cluster: Dask, Spark and Ray, for sqlite_smma.shards, ext/hosts/cluster/ and make bench-many (1 GB)
CLUSTER_LOCK := tests/hosts/cluster/requirements
lock-cluster: $(PACKAGES)/tools/.done
	$(PACKAGES)/tools/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $(CLUSTER_LOCK).in -o $(CLUSTER_LOCK).txt
$(PYTHON_HOSTS)/cluster/.done: PYTHON_OF_HOSTS = $(PYTHON_LOADING)
$(PYTHON_HOSTS)/cluster/.done: $(CLUSTER_LOCK).txt $(PACKAGES)/tools/.done
	$(make-environment)

# As pip install FILE takes it: the wheel for this machine alone fits.
install-wheel = $(PACKAGES)/tools/bin/uv pip install --quiet --python $(1)/bin/python --no-index --no-deps \
	--reinstall --no-cache --find-links $(PYTHON_PACKAGES) sqlite-smma
in-environment = PYTHONDONTWRITEBYTECODE=1 $(PYTHON_HOSTS)/$(1)/bin/python -m pytest --quiet -p no:cacheprovider
TESTS_OF_PYTHON := tests/packages/python
LINTED_PYTHON := ext tests

.PHONY: test-python-loading test-python-not-loading
test-python: python-packages ## the Python package, as it is installed
	$(PACKAGES)/tools/bin/ruff check --quiet $(LINTED_PYTHON)
	$(PACKAGES)/tools/bin/ruff format --check --quiet $(LINTED_PYTHON)
	cd $(PYTHON_PACKAGE) && $(abspath $(PACKAGES))/tools/bin/mypy --cache-dir $(abspath $(PACKAGES))/mypy sqlite_smma
	PYTHONDONTWRITEBYTECODE=1 SMMA_PACKAGES=$(PACKAGES) $(PACKAGES_PYTHON) -m pytest --quiet -p no:cacheprovider $(TESTS_OF_PYTHON)/package
	$(MAKE) test-python-loading
	$(if $(PYTHON_NOT_LOADING),$(MAKE) test-python-not-loading,@echo "Not tested: load_everywhere(). PYTHON_NOT_LOADING=python3 names a Python whose sqlite3 loads no extensions." >&2)
test-python-loading test-python-not-loading: test-python-%: python-packages $(PYTHON_HOSTS)/%/.done
	$(call install-wheel,$(PYTHON_HOSTS)/$*)
	$(call in-environment,$*) $(TESTS_OF_PYTHON)/installed

.PHONY: test-shards
test-shards: python-packages $(PYTHON_HOSTS)/cluster/.done ## sqlite_smma.shards, as it is installed: with Dask, workers killed
	$(call install-wheel,$(PYTHON_HOSTS)/cluster)
	$(call in-environment,cluster) $(TESTS_OF_PYTHON)/shards

# In the same environment.
include tests/bench/many/many.mk

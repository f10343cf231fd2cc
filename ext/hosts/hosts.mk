# The hosts, with the packages as they are installed; included by the Makefile at the top.

# ---------------------------------------------------------------------- Python

.PHONY: test-hosts-python
test-hosts-python: python-packages $(PYTHON_HOSTS)/loading/.done ## the hosts of Python, with the wheel installed
	$(call install-wheel,$(PYTHON_HOSTS)/loading)
	$(call in-environment,loading) tests/hosts/python

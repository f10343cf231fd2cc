# The contract; included by tests.mk.

.PHONY: test-contract
test-contract: ## the contract: every number that is cited exists, and a test cites every requirement
	@tests/contract/check

# The packages that MWAA installs, beside the packages of its image, with the Python of each version.

.PHONY: test-wheels
test-wheels: $(NODE_STAMP) ## Installs MWAA's packages offline, and loads DAGs with them; needs Python 3.11 and 3.12
	npx jest tests/wheels --testPathIgnorePatterns=/node_modules/ --runInBand

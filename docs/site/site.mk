# The documentation as a site in build/docs, made by Sphinx. Its virtual environment is made again when the requirements change.

DOCS_VENV := .venvs/docs

.PHONY: docs

docs: $(DOCS_VENV)/.installed ## Builds the documentation as a site, in build/docs; a broken link fails it
	$(DOCS_VENV)/bin/sphinx-build --quiet --fresh-env --fail-on-warning --nitpicky --conf-dir docs/site docs build/docs

$(DOCS_VENV)/.installed: docs/site/requirements.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

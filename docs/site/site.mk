# Sphinx builds the documentation as a site in build/docs. Its virtual environment is made again when the requirements change.

DOCS_VENV := .venvs/docs

.PHONY: catalogue docs docs-archive lint-docs test-site

docs: $(DOCS_VENV)/.installed $(NODE_STAMP) ## Builds the documentation and the catalogues as a site, in build/docs; a broken link fails it
	$(DOCS_VENV)/bin/sphinx-build --quiet --fresh-env --fail-on-warning --nitpicky --conf-dir docs/site docs build/docs
	$(MAKE) catalogue

$(DOCS_VENV)/.installed: docs/site/requirements.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

catalogue: $(NODE_STAMP) ## Builds the catalogue of every stack's workflows, in build/docs/catalogue
	for stack in $(patsubst Pulumi.%.yaml,%,$(wildcard Pulumi.*.yaml)); do \
		npm run --silent catalogue -- $$stack --out build/docs/catalogue/$$stack || exit 1; \
	done

# GitHub Pages serves a tar file of this name, without links in it.
docs-archive: docs
	mkdir -p build/pages
	tar --create --dereference --hard-dereference --exclude=.doctrees --directory build/docs --file build/pages/artifact.tar .

test-site: docs $(AIRFLOW_VENV)/.installed ## Tests the site and the catalogue in a browser: page widths, search, accessibility; needs Chromium
	$(AIRFLOW_VENV)/bin/python -m pytest tests/site
	npx jest -i tests/site --testPathIgnorePatterns=/node_modules/

lint-docs: $(AIRFLOW_VENV)/.installed $(DOCS_VENV)/.installed
	$(AIRFLOW_VENV)/bin/ruff check docs/site tests/site
	$(AIRFLOW_VENV)/bin/ruff format --check docs/site tests/site
	MYPYPATH=docs/site/extensions $(AIRFLOW_VENV)/bin/mypy --python-executable $(DOCS_VENV)/bin/python docs/site
	MYPYPATH=tests/site $(AIRFLOW_VENV)/bin/mypy tests/site

# All packages are installed inside this folder: node_modules, .venvs and .cache.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

NODE_STAMP := node_modules/.installed

.PHONY: help
help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

$(NODE_STAMP): package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: install
install: $(NODE_STAMP) ## Installs the Node packages

.PHONY: preview
preview: $(NODE_STAMP) ## Previews development, offline
	@npm run --silent preview -- development

include tests/dags/venvs.mk
include tests/outages/outages.mk
include tests/cli/venv.mk
include tests/cluster/cluster.mk
include tests/local/local.mk
include tests/wheels/wheels.mk
include tests/runtimes/runtimes.mk
include tests/engine/engine.mk
include policies/gatekeeper/policies.mk
include tests/github/github.mk
include docs/site/site.mk

.PHONY: test
test: $(NODE_STAMP) venvs $(MOTO_VENV)/.installed ## Runs all tests except those that need Go, Chromium or other Airflows
	npx jest
	$(MAKE) test-dags

.PHONY: check
check: $(NODE_STAMP) ## Checks what you changed since main, in seconds: format, lint, types, English, related tests
	@npm run --silent check

.PHONY: hooks
hooks: $(NODE_STAMP) ## Makes git check the staged files and the message of each commit
	git config core.hooksPath .githooks

.PHONY: lint
lint: $(NODE_STAMP) venvs ## Checks style, types, English and generated files
	npm run --silent lint
	npm run --silent lint:style
	npm run --silent generate -- --check
	$(MAKE) lint-python
	$(MAKE) lint-cluster
	$(MAKE) lint-docs
	$(MAKE) lint-policies

.PHONY: licences
licences: $(NODE_STAMP) venvs $(MOTO_VENV)/.installed $(GITHUB_VENV)/.installed $(DOCS_VENV)/.installed $(RUNTIMES_VENV)/.installed $(OUTAGES_VERSIONS:%=.venvs/celery-%/.installed) ## Checks that every dependency has a licence that fits; needs Go
	@npm run --silent licences

.PHONY: bench
bench: $(NODE_STAMP) ## Measures performance; see docs/performance.md
	@npm run --silent bench

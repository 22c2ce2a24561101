# Linters of the workflows of GitHub Actions: actionlint, built from its Go module, and zizmor. They check this repository's, and
# those of the repositories that `npm run new -- --with-code` writes.

GITHUB_VENV := .venvs/github
ACTIONLINT := .cache/actionlint

.PHONY: lint-github

lint-github: $(NODE_STAMP) $(GITHUB_VENV)/.installed $(ACTIONLINT) ## Checks the workflows of GitHub Actions; needs Go
	$(ACTIONLINT)
	$(GITHUB_VENV)/bin/zizmor --offline --pedantic .github
	rm -rf build/code
	for language in python r; do \
	  npm run --silent new -- development/code/$$language --manifests build/code/manifests --language $$language \
	    --with-code build/code/$$language --repository ministryofjustice/code-$$language > /dev/null || exit 1; \
	done
	$(ACTIONLINT) build/code/*/.github/workflows/*.yml
	$(GITHUB_VENV)/bin/zizmor --offline --pedantic --collect=all build/code

$(GITHUB_VENV)/.installed: tests/github/requirements.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

$(ACTIONLINT): tests/github/actionlint/go.mod tests/github/actionlint/go.sum
	@mkdir -p $(@D)
	cd $(<D) && go build -trimpath -o $(abspath $@) github.com/rhysd/actionlint/cmd/actionlint

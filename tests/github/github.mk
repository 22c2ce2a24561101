# Linters of the workflows of GitHub Actions: actionlint, built from its Go module, and zizmor.

GITHUB_VENV := .venvs/github
ACTIONLINT := .cache/actionlint

.PHONY: lint-github

lint-github: $(GITHUB_VENV)/.installed $(ACTIONLINT) ## Checks the workflows of GitHub Actions; needs Go
	$(ACTIONLINT)
	$(GITHUB_VENV)/bin/zizmor --offline --pedantic .github

$(GITHUB_VENV)/.installed: tests/github/requirements.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

$(ACTIONLINT): tests/github/actionlint/go.mod tests/github/actionlint/go.sum
	@mkdir -p $(@D)
	cd $(<D) && go build -trimpath -o $(abspath $@) github.com/rhysd/actionlint/cmd/actionlint

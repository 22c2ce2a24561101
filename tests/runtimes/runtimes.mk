# Builds the images of runtimes/ from Debian's packages, without a registry, and tests them with Podman. RUNTIMES names some of them.

RUNTIMES ?= python-base r-base
RUNTIMES_VENV := .venvs/runtimes

.PHONY: test-runtimes
test-runtimes: $(NODE_STAMP) $(RUNTIMES_VENV)/.installed ## Builds and tests the runtime images; needs Podman, buildah, mmdebstrap
	RUNTIMES="$(RUNTIMES)" npx jest tests/runtimes --testPathIgnorePatterns=/node_modules/

$(RUNTIMES_VENV)/.installed: tests/runtimes/requirements.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

# Virtual environment of moto, the server that replaces AWS in the tests of commands. make builds it again if the
# requirements change.

MOTO_VENV := .venvs/moto

$(MOTO_VENV)/.installed: tests/cli/requirements.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

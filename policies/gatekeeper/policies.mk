# Tests the admission policies with the programs that enforce them. To build those you need Go 1.26 or later.

.PHONY: policies-build test-policies lint-policies

policies-build:
	python3 tests/cluster/control_plane.py build gatekeeper

test-policies: $(NODE_STAMP) $(AIRFLOW_VENV)/.installed policies-build ## Tests the admission policies with Gatekeeper's own engine
	$(AIRFLOW_VENV)/bin/python -m pytest tests/policies

lint-policies: $(AIRFLOW_VENV)/.installed
	$(AIRFLOW_VENV)/bin/ruff check tests/policies
	$(AIRFLOW_VENV)/bin/ruff format --check tests/policies
	MYPYPATH=tests/policies $(AIRFLOW_VENV)/bin/mypy tests/policies

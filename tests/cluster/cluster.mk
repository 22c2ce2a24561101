# A real control plane, built from its Go modules, and the tests that need one. Go 1.26 or later is needed for these only.
# Built once into .cache/cluster/bin, and again when a module file of tests/cluster/components changes.

CLUSTER_PYTHON := $(AIRFLOW_VENV)/bin/python

.PHONY: cluster-build test-cluster cluster lint-cluster

cluster-build: ## Builds the local control plane; minutes the first time
	python3 tests/cluster/control_plane.py build

test-cluster: cluster-build venvs $(MOTO_VENV)/.installed preview ## Tests everything that needs a real control plane
	$(CLUSTER_PYTHON) -m pytest tests/cluster

cluster: cluster-build ## Runs the local control plane until Ctrl-C, and prints its kubeconfigs
	python3 tests/cluster/control_plane.py run

lint-cluster: $(AIRFLOW_VENV)/.installed
	$(AIRFLOW_VENV)/bin/ruff check tests/cluster
	$(AIRFLOW_VENV)/bin/ruff format --check tests/cluster
	MYPYPATH=tests/cluster:tests/cluster/worker $(AIRFLOW_VENV)/bin/mypy tests/cluster

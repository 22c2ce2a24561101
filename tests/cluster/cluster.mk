# A real control plane, built from its Go modules, and the tests that need one. Go 1.26 or later is needed for these only.
# Built once into .cache/cluster/bin, and again when a module file of tests/cluster/components changes.

CLUSTER_PYTHON := $(AIRFLOW_VENV)/bin/python

.PHONY: cluster-build node-build test-cluster test-node cluster lint-cluster

cluster-build: ## Builds the local control plane; minutes the first time
	python3 tests/cluster/control_plane.py build

node-build: ## Builds a real node's programs; needs Linux, a C compiler and libseccomp's header files
	python3 tests/cluster/control_plane.py build runc containerd kubelet

test-cluster: cluster-build venvs $(MOTO_VENV)/.installed preview ## Tests everything that needs a real control plane
	$(CLUSTER_PYTHON) -m pytest tests/cluster --ignore tests/cluster/node

test-node: cluster-build node-build venvs preview ## Runs containers of workflows on a real node; needs Linux and root
	$(CLUSTER_PYTHON) -m pytest tests/cluster/node

cluster: cluster-build ## Runs the local control plane until Ctrl-C, and prints its kubeconfigs
	python3 tests/cluster/control_plane.py run

lint-cluster: $(AIRFLOW_VENV)/.installed
	$(AIRFLOW_VENV)/bin/ruff check tests/cluster
	$(AIRFLOW_VENV)/bin/ruff format --check tests/cluster
	MYPYPATH=tests/cluster:tests/cluster/worker $(AIRFLOW_VENV)/bin/mypy tests/cluster

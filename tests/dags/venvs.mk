# Virtual environments of the Python tests, and what runs in them. Made once; made again when the requirements change.

AIRFLOW_VERSIONS := 2.10.3 3.0.6
# Tested only when asked for, `make test-dags-2.11.0`: what differs between versions differs between the two above.
OTHER_AIRFLOW_VERSIONS := 2.11.0
AIRFLOW_VENVS := $(AIRFLOW_VERSIONS:%=.venvs/airflow-%)
PYTHON_SOURCES := dags tests/dags cli/bench

# The newest Airflow's environment also holds ruff and mypy.
AIRFLOW_VENV := .venvs/airflow-3.0.6

TEST_DAGS := $(AIRFLOW_VERSIONS:%=test-dags-%) $(OTHER_AIRFLOW_VERSIONS:%=test-dags-%)

.PHONY: venvs test-dags $(TEST_DAGS) lint-python

venvs: $(AIRFLOW_VENVS:%=%/.installed)

.venvs/airflow-%/.installed: tests/dags/requirements/airflow-%.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

test-dags: $(AIRFLOW_VERSIONS:%=test-dags-%)

$(TEST_DAGS): test-dags-%: .venvs/airflow-%/.installed
	@echo "Airflow $*"
	$(<D)/bin/python -m pytest tests/dags

lint-python: $(AIRFLOW_VENV)/.installed
	$(AIRFLOW_VENV)/bin/ruff check $(PYTHON_SOURCES)
	$(AIRFLOW_VENV)/bin/ruff format --check $(PYTHON_SOURCES)
	$(AIRFLOW_VENV)/bin/mypy $(PYTHON_SOURCES)

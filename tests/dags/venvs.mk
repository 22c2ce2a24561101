# Virtual environments of the Python tests, and the targets that use them. make builds one again if its requirements change.

AIRFLOW_VERSIONS := 2.10.3 3.0.6
# The other version of MWAA, and the newest version with the providers of its own constraints, as MWAA installs it.
OTHER_AIRFLOW_VERSIONS := 2.11.0 3.0.6-constraints
AIRFLOW_VENVS := $(AIRFLOW_VERSIONS:%=.venvs/airflow-%)
PYTHON_SOURCES := dags infra/workflows tests/dags tests/outages tools/bench cli/convert/python cli/wheels/python

# The newest Airflow's environment also holds ruff and mypy.
AIRFLOW_VENV := .venvs/airflow-3.0.6

TEST_DAGS := $(AIRFLOW_VERSIONS:%=test-dags-%) $(OTHER_AIRFLOW_VERSIONS:%=test-dags-%)

.PHONY: venvs test-dags $(TEST_DAGS) test-other-airflows lint-python

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

test-other-airflows: $(NODE_STAMP) $(OTHER_AIRFLOW_VERSIONS:%=test-dags-%) ## Tests the shared package and loads every preview with more Airflows
	AIRFLOW_VERSIONS="$(OTHER_AIRFLOW_VERSIONS)" npx jest tests/airflow/previews

lint-python: $(AIRFLOW_VENV)/.installed
	$(AIRFLOW_VENV)/bin/ruff check $(PYTHON_SOURCES)
	$(AIRFLOW_VENV)/bin/ruff format --check $(PYTHON_SOURCES)
	$(AIRFLOW_VENV)/bin/mypy $(PYTHON_SOURCES)

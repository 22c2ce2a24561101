# Outages of a whole Airflow, with Celery workers, Redis and Postgres. Needs Debian's packages redis-server and postgresql.

OUTAGES_VERSIONS := 2.10.3 3.0.6

.PHONY: test-outages $(OUTAGES_VERSIONS:%=test-outages-%)

# A small environment on top of the one that has Airflow.
.venvs/celery-2.10.3/.installed: .venvs/airflow-2.10.3/.installed
.venvs/celery-3.0.6/.installed: .venvs/airflow-3.0.6-constraints/.installed
.venvs/celery-%/.installed: tests/outages/requirements/celery-%.txt
	rm -rf $(@D)
	python3 -m venv $(@D)
	echo $(abspath $(dir $(filter %/.installed,$^)))/lib/python3.11/site-packages > $(@D)/lib/python3.11/site-packages/airflow.pth
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

test-outages: $(OUTAGES_VERSIONS:%=test-outages-%) ## Plays outages with a whole Airflow; needs redis-server and postgresql

$(OUTAGES_VERSIONS:%=test-outages-%): test-outages-%: .venvs/celery-%/.installed
	@echo "Airflow $*"
	$(<D)/bin/python -m pytest tests/outages

module analytical-platform-airflow/tests/cluster/certificates

go 1.24.0

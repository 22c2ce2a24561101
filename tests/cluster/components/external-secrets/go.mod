module analytical-platform-airflow/tests/cluster/external-secrets

go 1.24.2

// The newest version that a Go module has whole.
require github.com/external-secrets/external-secrets v0.16.2

module analytical-platform-airflow/tests/cluster/external-secrets-chart

go 1.25.6

// For its chart and kinds: the newest version that is a Go module. Its programs need modules that are not published.
require github.com/external-secrets/external-secrets v1.3.2

module analytical-platform-airflow/tests/cluster/karpenter-aws

go 1.26.5

// For the kinds that AWS's provider brings, and for its charts.
require github.com/aws/karpenter-provider-aws v1.13.1

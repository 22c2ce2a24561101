/** Name of the EKS cluster, from which its ARN and log group follow. */
export function clusterName(environment: string): string {
  return `airflow-${environment}`;
}

/** Log group that EKS writes the control plane's logs to; the name is AWS's. */
export function controlPlaneLogGroupName(environment: string): string {
  return `/aws/eks/${clusterName(environment)}/cluster`;
}

/**
 * Block of the addresses of Kubernetes services, which exist inside the cluster only. EKS would choose 172.20.0.0/16, which
 * lies behind the Transit Gateway: pods could not reach it any more. It cannot be changed once the cluster exists.
 */
export const SERVICE_CIDR_BLOCK = "172.16.0.0/16";

/** Namespace in which workflows run. */
export const WORKFLOW_NAMESPACE = "mwaa";

/** Kubernetes group of the MWAA execution role. */
export const MWAA_GROUP = "mwaa";

/** Kubernetes group of the role that plans deployments. */
export const PLAN_GROUP = "delivery-plan";

/** Name of the SecretStore through which `mwaa` reads the data account. */
export const SECRET_STORE = "data-account";

/** Namespace of what Kubernetes itself runs; it has no Pod Security level, because EKS's own pods are privileged. */
export const SYSTEM_NAMESPACE = "kube-system";

/** Namespaces that Kubernetes makes for itself. */
export const KUBERNETES_NAMESPACES: readonly string[] = [SYSTEM_NAMESPACE, "kube-node-lease", "kube-public"];

/** Namespaces of what this platform installs. */
export const EXTERNAL_SECRETS_NAMESPACE = "external-secrets";
export const GATEKEEPER_NAMESPACE = "gatekeeper-system";
export const LOGS_NAMESPACE = "amazon-cloudwatch";

/** Service account of the Cluster Autoscaler, which its role trusts. */
export const CLUSTER_AUTOSCALER_ACCOUNT = "cluster-autoscaler";

/** Log group of what the platform's own pods print. */
export function systemLogGroupName(environment: string): string {
  return `/aws/eks/${clusterName(environment)}/system`;
}

/** Log group of the metrics of nodes and containers; the name is Container Insights'. */
export function metricsLogGroupName(environment: string): string {
  return `/aws/containerinsights/${clusterName(environment)}/performance`;
}

/** Name of the EKS cluster, from which its ARN and log group follow. */
export function clusterName(environment: string): string {
  return `airflow-${environment}`;
}

/** Log group that EKS writes the control plane's logs to; the name is AWS's. */
export function controlPlaneLogGroupName(environment: string): string {
  return `/aws/eks/${clusterName(environment)}/cluster`;
}

/** Namespace in which workflows run. */
export const WORKFLOW_NAMESPACE = "mwaa";

/** Kubernetes group of the MWAA execution role. */
export const MWAA_GROUP = "mwaa";

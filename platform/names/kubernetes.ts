import names from "../../dags/analytical_platform_airflow/data/kubernetes_names.json";

/** Start of the keys of the platform's labels and annotations on workflows' pods, without the closing slash. */
export const LABEL_PREFIX = names.labelPrefix;

/** Namespace in which workflows run. It is not configurable: external roles trust `system:serviceaccount:mwaa:…`. */
export const WORKFLOW_NAMESPACE = names.workflowNamespace;

/** Kubernetes group of the MWAA execution role. */
export const MWAA_GROUP = "mwaa";

/** Kubernetes group of the role that plans deployments. */
export const PLAN_GROUP = "delivery-plan";

/** Minutes between two reads of each secret of the data account. */
export const SECRET_REFRESH_MINUTES = 5;

/** Name of the SecretStore through which workflows read secrets of the data account. */
export const SECRET_STORE = "data-account";

/** Namespace of Kubernetes' own pods. It has no Pod Security level, because EKS's pods there are privileged. */
export const SYSTEM_NAMESPACE = "kube-system";

/** Namespaces that Kubernetes creates for itself. */
export const KUBERNETES_NAMESPACES: readonly string[] = [SYSTEM_NAMESPACE, "kube-node-lease", "kube-public"];

/** Namespaces of the components that the platform installs. */
export const EXTERNAL_SECRETS_NAMESPACE = "external-secrets";
export const GATEKEEPER_NAMESPACE = "gatekeeper-system";
export const LOGS_NAMESPACE = "amazon-cloudwatch";

/** Service account of the Cluster Autoscaler, which its role trusts. */
export const CLUSTER_AUTOSCALER_ACCOUNT = "cluster-autoscaler";

/** Service account of Karpenter, which its role trusts. */
export const KARPENTER_ACCOUNT = "karpenter";

/** Name of a service account in the tokens of its pods, which trust policies compare. */
export function serviceAccountSubject({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

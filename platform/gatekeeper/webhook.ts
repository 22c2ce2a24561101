import {
  EXTERNAL_SECRETS_NAMESPACE,
  GATEKEEPER_NAMESPACE,
  KUBERNETES_NAMESPACES,
  LOGS_NAMESPACE,
  WORKFLOW_NAMESPACE,
} from "../names/kubernetes";

/** Namespaces that no policy is about: Kubernetes' own, whose pods need the node, and Gatekeeper's. */
export const EXEMPT_NAMESPACES: readonly string[] = [...KUBERNETES_NAMESPACES, GATEKEEPER_NAMESPACE];

/** Namespaces whose pods never wait for Gatekeeper: every one but the workflows'. The chart adds Gatekeeper's own. */
export const UNASKED_NAMESPACES: readonly string[] = [
  ...KUBERNETES_NAMESPACES,
  "default",
  EXTERNAL_SECRETS_NAMESPACE,
  LOGS_NAMESPACE,
];

/** What the webhook is asked, and what happens while it is away, as values of the chart: docs/decisions/admission-policies.md. */
export function webhookValues() {
  return {
    // A pod that is not judged could take another workflow's identity.
    validatingWebhookFailurePolicy: "Fail",
    validatingWebhookTimeoutSeconds: 5,
    // In any namespace that is added by hand. The chart leaves conditions out where Kubernetes calls its minor version "36+",
    // as EKS has done: what must never wait for Gatekeeper is left out by name as well.
    validatingWebhookMatchConditions: [
      {
        name: "workflows-and-policies",
        expression: `!has(request.namespace) || request.namespace == '' || request.namespace == '${WORKFLOW_NAMESPACE}'`,
      },
    ],
    validatingWebhookExemptNamespacesLabels: { "kubernetes.io/metadata.name": [...UNASKED_NAMESPACES] },
    validatingWebhookCustomRules: [
      {
        apiGroups: [""],
        apiVersions: ["v1"],
        operations: ["CREATE", "UPDATE"],
        resources: ["pods", "pods/ephemeralcontainers", "pods/resize"],
        scope: "Namespaced",
      },
      {
        apiGroups: ["templates.gatekeeper.sh", "constraints.gatekeeper.sh"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE"],
        resources: ["*"],
        scope: "Cluster",
      },
    ],
    // It is asked about every namespace, also those that are needed to repair Gatekeeper.
    validatingWebhookCheckIgnoreFailurePolicy: "Ignore",
    disableMutation: true,
  };
}

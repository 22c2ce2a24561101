import {
  EXTERNAL_SECRETS_NAMESPACE,
  GATEKEEPER_NAMESPACE,
  KUBERNETES_NAMESPACES,
  LOGS_NAMESPACE,
  WORKFLOW_NAMESPACE,
} from "../names/kubernetes";

/** Namespaces to which no policy applies: Kubernetes' own, whose pods need access to the node, and Gatekeeper's. */
export const EXEMPT_NAMESPACES: readonly string[] = [...KUBERNETES_NAMESPACES, GATEKEEPER_NAMESPACE];

/** Namespaces whose pods never wait for Gatekeeper: all but the workflows'. The chart adds Gatekeeper's own. */
export const UNASKED_NAMESPACES: readonly string[] = [
  ...KUBERNETES_NAMESPACES,
  "default",
  EXTERNAL_SECRETS_NAMESPACE,
  LOGS_NAMESPACE,
];

/**
 * Values of the chart that decide which requests reach the webhook, and what happens while it is away:
 * docs/decisions/admission-policies.md.
 */
export function webhookValues() {
  return {
    // Without the webhook's answer, a pod could take another workflow's identity.
    validatingWebhookFailurePolicy: "Fail",
    validatingWebhookTimeoutSeconds: 5,
    // Covers namespaces that are added by hand. The chart drops conditions if Kubernetes reports its minor version as
    // "36+", as EKS has done. That is why the values also exempt namespaces by name.
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
    // This webhook receives requests about every namespace, also those that are needed to repair Gatekeeper.
    validatingWebhookCheckIgnoreFailurePolicy: "Ignore",
    disableMutation: true,
  };
}

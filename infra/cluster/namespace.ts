import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { NamespaceQuota } from "../../platform/config/stack.generated";
import { MWAA_GROUP, WORKFLOW_NAMESPACE } from "../../platform/names/kubernetes";
import { podSecurity } from "../../platform/cluster/pod-security";
import { type EgressNetworks, egressRules } from "../../platform/network/workflow-egress";

export interface WorkflowNamespaceArgs {
  readonly quota: NamespaceQuota;
  readonly egress: EgressNetworks;
}

/** Kubernetes' own priority classes, which come before all others. */
const SYSTEM_PRIORITY_CLASSES: readonly string[] = ["system-cluster-critical", "system-node-critical"];

/**
 * Creates the namespace in which workflows run: restricted pods, a quota, no incoming traffic, limited outgoing
 * traffic, and MWAA's permissions.
 */
export function createWorkflowNamespace(
  { quota, egress }: WorkflowNamespaceArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Namespace {
  const namespace = new kubernetes.core.v1.Namespace(
    WORKFLOW_NAMESPACE,
    { metadata: { name: WORKFLOW_NAMESPACE, labels: podSecurity("restricted") } },
    opts,
  );
  const inside = { ...opts, dependsOn: [namespace] };
  new kubernetes.core.v1.ResourceQuota(
    WORKFLOW_NAMESPACE,
    {
      metadata: { name: "workflows", namespace: WORKFLOW_NAMESPACE },
      spec: {
        hard: {
          pods: String(quota.pods),
          "requests.cpu": String(quota.cpu),
          "requests.memory": quota.memory,
          "requests.nvidia.com/gpu": String(quota.gpus),
        },
      },
    },
    inside,
  );
  new kubernetes.core.v1.ResourceQuota(
    `${WORKFLOW_NAMESPACE}-system-priority`,
    {
      metadata: { name: "no-system-priority", namespace: WORKFLOW_NAMESPACE },
      spec: {
        // Kubernetes stops other pods to make room for a pod of these classes, which every namespace may use by
        // default.
        hard: { pods: "0" },
        scopeSelector: {
          matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: [...SYSTEM_PRIORITY_CLASSES] }],
        },
      },
    },
    inside,
  );
  new kubernetes.networking.v1.NetworkPolicy(
    WORKFLOW_NAMESPACE,
    {
      metadata: { name: "default-deny-ingress", namespace: WORKFLOW_NAMESPACE },
      spec: { podSelector: {}, policyTypes: ["Ingress"] },
    },
    inside,
  );
  new kubernetes.networking.v1.NetworkPolicy(
    `${WORKFLOW_NAMESPACE}-egress`,
    {
      metadata: { name: "egress", namespace: WORKFLOW_NAMESPACE },
      spec: { podSelector: {}, policyTypes: ["Egress"], egress: egressRules(egress) },
    },
    inside,
  );
  admitMwaa(inside);
  return namespace;
}

/** Lets the MWAA execution role run pods and follow them. It may not read secrets or enter a running pod. */
function admitMwaa(opts: pulumi.CustomResourceOptions): void {
  const role = new kubernetes.rbac.v1.Role(
    MWAA_GROUP,
    {
      metadata: { name: "mwaa", namespace: WORKFLOW_NAMESPACE },
      rules: [
        {
          apiGroups: [""],
          resources: ["pods", "pods/log"],
          verbs: ["create", "delete", "get", "list", "patch", "watch"],
        },
        { apiGroups: [""], resources: ["events"], verbs: ["get", "list", "watch"] },
      ],
    },
    opts,
  );
  new kubernetes.rbac.v1.RoleBinding(
    MWAA_GROUP,
    {
      metadata: { name: "mwaa", namespace: WORKFLOW_NAMESPACE },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: MWAA_GROUP }],
    },
    opts,
  );
}

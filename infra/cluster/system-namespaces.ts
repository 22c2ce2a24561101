import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import {
  EXTERNAL_SECRETS_NAMESPACE,
  GATEKEEPER_NAMESPACE,
  LOGS_NAMESPACE,
  SYSTEM_NAMESPACE,
} from "../../platform/names/kubernetes";
import { podSecurity } from "../../platform/cluster/pod-security";

/** Namespaces of what this platform installs beside workflows. */
export interface SystemNamespaces {
  readonly externalSecrets: kubernetes.core.v1.Namespace;
  readonly gatekeeper: kubernetes.core.v1.Namespace;
  readonly logs: kubernetes.core.v1.Namespace;
}

/** Makes the namespaces of the platform's own pods, each with its Pod Security level from the start. */
export function createSystemNamespaces(opts: pulumi.CustomResourceOptions): SystemNamespaces {
  const namespace = (name: string, labels: Record<string, string>): kubernetes.core.v1.Namespace =>
    new kubernetes.core.v1.Namespace(name, { metadata: { name, labels } }, opts);
  return {
    externalSecrets: namespace(EXTERNAL_SECRETS_NAMESPACE, podSecurity("restricted")),
    gatekeeper: namespace(GATEKEEPER_NAMESPACE, {
      ...podSecurity("restricted"),
      // Gatekeeper's own installation would write this label: it does not admit itself.
      "admission.gatekeeper.sh/ignore": "no-self-managing",
    }),
    // Both agents read files of the node.
    logs: namespace(LOGS_NAMESPACE, podSecurity("privileged")),
  };
}

/**
 * Lets the platform's own pods reach and be reached as they can without any policy. In `strict` mode a pod that no policy
 * selects reaches nothing, for ever. Each policy selects its whole namespace: EKS's add-ons and the charts' jobs change their
 * labels between versions, and one pod that is forgotten, such as DNS, stops the cluster.
 */
export function createSystemPolicies(
  { externalSecrets, gatekeeper, logs }: SystemNamespaces,
  opts: pulumi.CustomResourceOptions,
): kubernetes.networking.v1.NetworkPolicy[] {
  const open = (name: string, namespace: pulumi.Input<string>): kubernetes.networking.v1.NetworkPolicy =>
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-open`,
      {
        metadata: { name: "open", namespace },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] },
      },
      opts,
    );
  return [
    open(SYSTEM_NAMESPACE, SYSTEM_NAMESPACE),
    open(EXTERNAL_SECRETS_NAMESPACE, externalSecrets.metadata.name),
    open(GATEKEEPER_NAMESPACE, gatekeeper.metadata.name),
    open(LOGS_NAMESPACE, logs.metadata.name),
  ];
}

import type { DaemonSet } from "./daemon-sets";
import {
  EXTERNAL_SECRETS_NAMESPACE,
  GATEKEEPER_NAMESPACE,
  LOGS_NAMESPACE,
  SYSTEM_NAMESPACE,
  WORKFLOW_NAMESPACE,
} from "../names/kubernetes";

/**
 * Namespaces whose every pod a NetworkPolicy selects where the network starts pods closed (`networkPolicyMode: strict`). There
 * a pod that no policy selects reaches nothing, unless it is on the host's network
 * (https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html).
 */
export const SELECTED_NAMESPACES: readonly string[] = [
  SYSTEM_NAMESPACE,
  EXTERNAL_SECRETS_NAMESPACE,
  GATEKEEPER_NAMESPACE,
  LOGS_NAMESPACE,
  WORKFLOW_NAMESPACE,
];

/** The DaemonSets whose pods no policy selects. */
export function unselected(daemonSets: readonly DaemonSet[]): readonly DaemonSet[] {
  return daemonSets.filter(({ namespace }) => !SELECTED_NAMESPACES.includes(namespace));
}

/** Pod Security Standards of the namespaces of this platform. */
export type PodSecurityLevel = "restricted" | "privileged";

/** Labels that enforce a Pod Security Standard in a namespace. */
export function podSecurity(level: PodSecurityLevel): Record<string, string> {
  return {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/audit": level,
    "pod-security.kubernetes.io/warn": level,
  };
}

/** Pod Security Standards that namespaces of this platform are held to. */
export type PodSecurityLevel = "restricted" | "privileged";

/** Labels that hold every pod of a namespace to a Pod Security Standard. */
export function podSecurity(level: PodSecurityLevel): Record<string, string> {
  return {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/audit": level,
    "pod-security.kubernetes.io/warn": level,
  };
}

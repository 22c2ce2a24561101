import { UI_ROLES } from "../airflow/ui-roles";

/**
 * Endings of the names of the platform's own roles, users and policies, after `airflow-<environment>-`. A workflow of such a
 * name would get the platform's role. A test compares the list with previews of every stack.
 */
export const RESERVED_NAMES: readonly string[] = [
  "aws-cloudwatch-metrics",
  "aws-for-fluent-bit",
  "cluster-autoscaler",
  "control-plane",
  "ebs-csi",
  "execution",
  "external-secrets",
  "flow-logs",
  "node",
  "slack",
  "smtp",
  "vpc-cni",
  ...UI_ROLES.map((role) => `ui-${role}`),
];

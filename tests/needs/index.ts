import { AIRFLOW, WORKFLOWS } from "./airflow";
import { CONTROL_PLANE, IN_CLUSTER, NODES } from "./cluster";
import type { Dependency } from "./dependency";
import { KARPENTER } from "./karpenter";
import { NETWORK } from "./network";
import { OPERATIONS } from "./operations";

/**
 * Order in which resources have to exist, so that one `pulumi up` on an empty account succeeds. The tests
 * hold the preview of every stack against it, and `docs/reference/dependencies.md` is generated from it.
 */
export const DEPENDENCIES: Readonly<Record<string, readonly Dependency[]>> = {
  Network: NETWORK,
  "Control plane": CONTROL_PLANE,
  "Add-ons and nodes": NODES,
  "In the cluster": IN_CLUSTER,
  Karpenter: KARPENTER,
  Airflow: AIRFLOW,
  Operations: OPERATIONS,
  Workflows: WORKFLOWS,
};

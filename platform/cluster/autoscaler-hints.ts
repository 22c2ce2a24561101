import type { NodeGroupConfig } from "../config/stack.generated";
import { groupAllocatable } from "./allocatable";

const HINT = "k8s.io/cluster-autoscaler/node-template/resources";

/**
 * Tags of a node group that tell the Cluster Autoscaler what pods get of its next node. Without these hints, the
 * autoscaler would count all of an instance's memory as allocatable, and start nodes that the pod does not fit. It adds
 * the DaemonSets' pods itself.
 *
 * The autoscaler reads the group with `eks:DescribeNodegroup`: labels and taints as the group has them, and resources
 * from these tags, which win over those of the Auto Scaling group (`buildNodeFromTemplate` in
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/aws_manager.go). It translates EKS's
 * `NO_SCHEDULE` to Kubernetes' `NoSchedule`, and leaves out a taint without a value (`getManagedNodegroupInfo` and
 * `taintEksTranslator` in aws_wrapper.go there).
 */
export function autoscalerHints(group: NodeGroupConfig): Record<string, string> {
  const allocatable = groupAllocatable(group);
  if (allocatable === undefined) {
    throw new Error(
      `an instance type of ${group.instanceTypes.join(", ")} is unknown, which the configuration's rules refuse`,
    );
  }
  const { cpuMillis, memoryMiB, gpus, pods } = allocatable;
  return {
    [`${HINT}/cpu`]: `${cpuMillis}m`,
    [`${HINT}/memory`]: `${memoryMiB}Mi`,
    [`${HINT}/pods`]: String(pods),
    [`${HINT}/ephemeral-storage`]: `${group.diskSizeGiB}Gi`,
    ...(gpus > 0 ? { [`${HINT}/nvidia.com/gpu`]: String(gpus) } : {}),
  };
}

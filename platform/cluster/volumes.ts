import type { NodeGroupConfig } from "../config/stack.generated";

/** Size of Bottlerocket's system volume, in GiB. Containers have the second volume. */
const BOTTLEROCKET_SYSTEM_GIB = 4;

/** Volumes of a node, in GiB by device: one on AL2023, two on Bottlerocket. */
export function volumes(group: Pick<NodeGroupConfig, "amiType" | "diskSizeGiB">): Readonly<Record<string, number>> {
  switch (group.amiType) {
    case "BOTTLEROCKET_x86_64":
    case "BOTTLEROCKET_x86_64_NVIDIA":
      return { "/dev/xvda": BOTTLEROCKET_SYSTEM_GIB, "/dev/xvdb": group.diskSizeGiB };
    case "AL2023_x86_64_STANDARD":
    case "AL2023_x86_64_NVIDIA":
      return { "/dev/xvda": group.diskSizeGiB };
    default:
      return group.amiType satisfies never;
  }
}

import { isDeepStrictEqual } from "node:util";

import type { NodeGroupConfig } from "../config/stack.generated";

/** Properties of a node group that decide which AMI an update puts on its nodes. */
export interface AmiInputs {
  /** Minor of the kubelets, such as `1.36`. */
  readonly version?: unknown;
  readonly releaseVersion?: unknown;
  readonly launchTemplate?: { readonly id?: unknown; readonly version?: unknown };
}

/**
 * Whether EKS would choose the AMI release of an update by itself. It takes the newest one unless the request names one
 * (https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html). The provider sends a request if the
 * minor, the launch template or the release changes, and names the release only if the release changes (resourceNodeGroupUpdate
 * in https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/node_group.go).
 *
 * @param before the deployed properties.
 * @param after the wanted properties. A value that is not known yet counts as changed.
 */
export function eksChoosesRelease(before: AmiInputs, after: AmiInputs): boolean {
  const template = ({ launchTemplate }: AmiInputs): unknown => [launchTemplate?.id, launchTemplate?.version];
  const sent = before.version !== after.version || !isDeepStrictEqual(template(before), template(after));
  return sent && before.releaseVersion === after.releaseVersion;
}

/** Parameters of Systems Manager in which AWS publishes the newest release, by the type of AMI. */
const NEWEST: Readonly<Record<NodeGroupConfig["amiType"], (minor: string) => string>> = {
  AL2023_x86_64_STANDARD: (minor) => al2023Parameter(minor, "standard"),
  AL2023_x86_64_NVIDIA: (minor) => al2023Parameter(minor, "nvidia"),
  BOTTLEROCKET_x86_64: (minor) => bottlerocketParameter(minor),
  BOTTLEROCKET_x86_64_NVIDIA: (minor) => bottlerocketParameter(`${minor}-nvidia`),
};

function al2023Parameter(minor: string, variant: string): string {
  return `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/x86_64/${variant}/recommended/release_version`;
}

function bottlerocketParameter(variant: string): string {
  return `/aws/service/bottlerocket/aws-k8s-${variant}/x86_64/latest/image_version`;
}

/**
 * Name of the Systems Manager parameter that holds the newest AMI release for a minor, in the form of `amiReleaseVersion`.
 * Sources: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html and
 * https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html.
 */
export function newestReleaseParameter(amiType: NodeGroupConfig["amiType"], minor: string): string {
  return NEWEST[amiType](minor);
}

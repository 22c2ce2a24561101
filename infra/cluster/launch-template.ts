import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import type { TagMap } from "../../platform/tags";
import { volumes } from "../../platform/cluster/volumes";

export interface LaunchTemplateArgs {
  readonly clusterName: string;
  /** Name of the node group. */
  readonly group: string;
  readonly config: NodeGroupConfig;
  /** The stack's tags, for the instances. */
  readonly tags: TagMap;
}

/**
 * Creates the launch template of a group. Instances start with tags, which those of a managed node group do not reach,
 * with encrypted volumes, and with an instance metadata service that pods cannot reach. There is no key pair, because
 * access is through SSM.
 */
export function createLaunchTemplate(
  args: LaunchTemplateArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  const tags = { ...args.tags, Name: `${args.clusterName}-${args.group}` };
  return new aws.ec2.LaunchTemplate(
    args.group,
    {
      description: `Nodes of group ${args.group} of ${args.clusterName}`,
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // A pod is one hop further away than the node, so it cannot reach the node's role.
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: Object.entries(volumes(args.config)).map(([deviceName, volumeSize]) => ({
        deviceName,
        ebs: { volumeSize, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
      })),
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      tags,
    },
    opts,
  );
}

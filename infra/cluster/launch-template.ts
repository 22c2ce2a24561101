import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import { named, type TagMap } from "../../platform/tags";
import { volumes } from "../../platform/cluster/volumes";

export interface LaunchTemplateArgs {
  readonly clusterName: string;
  /** Name of the node group. */
  readonly group: string;
  readonly config: NodeGroupConfig;
  readonly tags: TagMap;
}

/**
 * How a group's instances start: tagged from their first second (tags of a managed node group do not reach them), with
 * encrypted volumes, and with an instance metadata service that pods cannot reach. No key pair: access is through SSM.
 */
export function createLaunchTemplate(
  args: LaunchTemplateArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  const tags = named(args.tags, `${args.clusterName}-${args.group}`);
  return new aws.ec2.LaunchTemplate(
    args.group,
    {
      description: `Nodes of group ${args.group} of ${args.clusterName}`,
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // A pod is one hop further than the node: the node's role is out of its reach.
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

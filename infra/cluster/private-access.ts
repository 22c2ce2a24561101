import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface PrivateAccessArgs {
  readonly clusterName: string;
  /** Security group of the control plane. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Blocks of the VPC or behind the Transit Gateway, such as the deployment runners'. */
  readonly cidrBlocks: readonly string[];
}

/** Admits blocks to the private API endpoint. EKS's own group admits only nodes and control plane. */
export function admitToPrivateEndpoint(
  args: PrivateAccessArgs,
  opts: pulumi.CustomResourceOptions,
): aws.vpc.SecurityGroupIngressRule[] {
  return args.cidrBlocks.map(
    (cidrIpv4) =>
      new aws.vpc.SecurityGroupIngressRule(
        `api-from-${cidrIpv4}`,
        {
          securityGroupId: args.securityGroupId,
          description: "Kubernetes API from beyond the cluster",
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4,
          tags: { Name: `${args.clusterName}-api-from-${cidrIpv4}` },
        },
        opts,
      ),
  );
}

import type { StackConfig } from "../../platform/config/stack.generated";
import { clusterName } from "../../platform/names/cluster";
import { contains, parseBlock } from "../../platform/network/cidr";

type Access = Pick<StackConfig, "network" | "cluster">;

/** Advice about an API that does not answer this machine. */
export function unreachableAdvice(environment: string, config: Access, endpoint: string, reason: string): string {
  const { publicAccessCidrBlocks: open } = config.cluster;
  return [
    `${endpoint}, the Kubernetes API of ${environment}, cannot be reached from here: ${reason}.`,
    // The provider's Read, in https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go.
    "A deployment from here stops while it reads the cluster, before it changes anything. Its errors propose " +
      "PULUMI_K8S_DELETE_UNREACHABLE: do not set it, because Pulumi would forget everything in the cluster.",
    admittedBlocks(config),
    ...(open.length > 0
      ? [
          "If this machine's public address is not in these blocks, add it to cluster.publicAccessCidrBlocks, and tell EKS before pulumi up:",
          `  aws eks update-cluster-config --name ${clusterName(environment)} \\`,
          `    --resources-vpc-config endpointPublicAccess=true,endpointPrivateAccess=true,publicAccessCidrs="${open.join(",")}"`,
        ]
      : [
          "Deploy from a machine in one of these blocks. If this is one, check the connection: the Transit Gateway's attachment and routes " +
            "(docs/platform/accept-a-transit-gateway.md), and DNS.",
        ]),
    "To deploy only the resources of AWS from here, and leave the objects in the cluster unchanged: docs/platform/deploy.md#if-the-kubernetes-api-does-not-answer",
  ].join("\n");
}

/** Advice before the cluster exists, and whether the API admits an address of this machine. */
export function firstDeploymentAdvice(
  environment: string,
  config: Access,
  addresses: readonly string[],
): { readonly admitted: boolean; readonly text: string } {
  const admitted = addresses.find((address) => isAdmitted(config, address));
  const own = addresses.length === 0 ? "no IPv4 address" : addresses.join(", ");
  const text = [
    `${environment} has no cluster yet, so there is nothing to connect to. ${admittedBlocks(config)}`,
    admitted === undefined
      ? `This machine has ${own}: none of these. Behind NAT it connects from another address, which only the other side sees. Compare ` +
        "that one before pulumi up. If the API does not admit it, pulumi up creates the resources of AWS and fails at all objects in the " +
        "cluster. Then correct the blocks and run it again."
      : `This machine has ${admitted}, which the API admits.`,
    ...(config.cluster.publicAccessCidrBlocks.length === 0 && config.network.transitGateway !== undefined
      ? [
          "From behind the Transit Gateway, nothing reaches the API before its owner accepts the attachment " +
            "(docs/platform/first-deployment.md#6-deploy).",
        ]
      : []),
  ].join("\n");
  return { admitted: admitted !== undefined, text };
}

function admittedBlocks({ network, cluster }: Access): string {
  const inside = [network.cidrBlock, ...cluster.privateAccessCidrBlocks].join(", ");
  return cluster.publicAccessCidrBlocks.length > 0
    ? `In the stack file, the public endpoint admits ${cluster.publicAccessCidrBlocks.join(", ")}, and the private one ${inside}.`
    : `In the stack file, there is only the private endpoint, which admits ${inside}.`;
}

function isAdmitted({ network, cluster }: Access, address: string): boolean {
  const blocks = [...cluster.publicAccessCidrBlocks, network.cidrBlock, ...cluster.privateAccessCidrBlocks];
  return blocks.some((block) => contains(parseBlock(block), parseBlock(`${address}/32`)));
}

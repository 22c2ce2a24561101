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
    whoMayAsk(config),
    ...(open.length > 0
      ? [
          "If this machine's public address is not in these blocks, add it to cluster.publicAccessCidrBlocks, and let EKS know before pulumi up:",
          `  aws eks update-cluster-config --name ${clusterName(environment)} \\`,
          `    --resources-vpc-config endpointPublicAccess=true,endpointPrivateAccess=true,publicAccessCidrs="${open.join(",")}"`,
        ]
      : [
          "Deploy from a machine in one of these blocks. If this is one, check the road in: the Transit Gateway's attachment and routes " +
            "(docs/platform/accept-a-transit-gateway.md), and DNS.",
        ]),
    "To repair AWS's half from here, and leave the cluster as it is: docs/platform/deploy.md#if-the-kubernetes-api-does-not-answer",
  ].join("\n");
}

/** Advice before the cluster exists, and whether an address of this machine may ask. */
export function firstDeploymentAdvice(
  environment: string,
  config: Access,
  addresses: readonly string[],
): { readonly admitted: boolean; readonly text: string } {
  const admitted = addresses.find((address) => mayAsk(config, address));
  const own = addresses.length === 0 ? "no IPv4 address" : addresses.join(", ");
  const text = [
    `${environment} has no cluster yet, so nothing can be tried. ${whoMayAsk(config)}`,
    admitted === undefined
      ? `This machine has ${own}: none of these. Behind NAT it asks from another address, which only the other side sees. Compare that ` +
        "one before pulumi up. If it may not ask, pulumi up makes AWS's half and fails at everything in the cluster; correct the " +
        "blocks and run it again."
      : `This machine has ${admitted}, which may ask.`,
    ...(config.cluster.publicAccessCidrBlocks.length === 0 && config.network.transitGateway !== undefined
      ? [
          "From behind the Transit Gateway there is no road in before its owner accepts the attachment " +
            "(docs/platform/first-deployment.md#6-deploy).",
        ]
      : []),
  ].join("\n");
  return { admitted: admitted !== undefined, text };
}

function whoMayAsk({ network, cluster }: Access): string {
  const inside = [network.cidrBlock, ...cluster.privateAccessCidrBlocks].join(", ");
  return cluster.publicAccessCidrBlocks.length > 0
    ? `In the stack file, the public endpoint answers ${cluster.publicAccessCidrBlocks.join(", ")}, and the private one ${inside}.`
    : `In the stack file, there is only the private endpoint, which answers ${inside}.`;
}

function mayAsk({ network, cluster }: Access, address: string): boolean {
  const blocks = [...cluster.publicAccessCidrBlocks, network.cidrBlock, ...cluster.privateAccessCidrBlocks];
  return blocks.some((block) => contains(parseBlock(block), parseBlock(`${address}/32`)));
}

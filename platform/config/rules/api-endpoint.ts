import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/**
 * A private API endpoint answers only the VPC, in which nothing deploys. Without another block, `pulumi up` would make
 * the cluster and then wait for each Helm release without an answer.
 */
export function apiEndpointFindings({ cluster }: StackConfig): Finding[] {
  return cluster.publicAccessCidrBlocks.length > 0 || cluster.privateAccessCidrBlocks.length > 0
    ? []
    : [
        broken(
          "nobody-reaches-the-api",
          ["cluster", "publicAccessCidrBlocks"],
          "publicAccessCidrBlocks is empty, so the Kubernetes API is private, and cluster.privateAccessCidrBlocks lets nobody in: " +
            "pulumi up could install nothing in the cluster. Write the block of the machines that deploy in one of the two",
        ),
      ];
}

import type { Finding } from "../../../diagnostics/problem";
import { contains, parseBlock } from "../../network/cidr";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { blockProblem } from "./network";

/**
 * Callers of the private API endpoint have to be in the VPC or behind the Transit Gateway, or the control plane has no
 * route back. Malformed blocks, and blocks of all addresses, have their own error.
 */
export function apiAccessFindings({ network, cluster }: StackConfig): Finding[] {
  const reached = [network.cidrBlock, ...(network.transitGateway?.destinationCidrBlocks ?? [])]
    .filter((cidr) => blockProblem(cidr) === undefined)
    .map(parseBlock);
  return cluster.privateAccessCidrBlocks.flatMap((cidr, index) =>
    blockProblem(cidr) !== undefined ||
    parseBlock(cidr).size === 2 ** 32 ||
    reached.some((block) => contains(block, parseBlock(cidr)))
      ? []
      : [
          broken(
            "no-way-back",
            ["cluster", "privateAccessCidrBlocks", index],
            `${cidr} is neither in the VPC nor in a destination of the Transit Gateway, so the control plane could not answer: ` +
              "add it to network.transitGateway.destinationCidrBlocks, or write cluster.publicAccessCidrBlocks instead",
          ),
        ],
  );
}

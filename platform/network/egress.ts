import type { EgressRule } from "../config/stack.generated";
import { SERVICE_CIDR_BLOCK } from "../names/cluster";
import { contains, parseBlock } from "./cidr";

/**
 * Addresses of the node itself: the instance metadata service with the node's credentials, and agents that give out
 * other credentials.
 */
export const LINK_LOCAL_BLOCK = "169.254.0.0/16";

/** Why a configured rule has no effect or is dangerous; `undefined` for a valid rule. */
export function egressProblem({ cidrBlock }: Pick<EgressRule, "cidrBlock">): string | undefined {
  const block = parseBlock(cidrBlock);
  const reserved = [LINK_LOCAL_BLOCK, SERVICE_CIDR_BLOCK].find((other) => contains(parseBlock(other), block));
  return reserved === undefined
    ? undefined
    : `${cidrBlock} lies in ${reserved}, which is the node's own or the cluster's: write the block of another network`;
}

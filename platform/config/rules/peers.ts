import type { Finding } from "../../../diagnostics/problem";
import { SERVICE_CIDR_BLOCK } from "../../names/cluster";
import { type Block, overlaps, parseBlock } from "../../network/cidr";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { blockProblem } from "./network";

/** A block that another may not overlap, and its description. */
interface Taken {
  readonly cidr: string;
  readonly block: Block;
  /** Owner of the block in words, with its key. */
  readonly owner: string;
}

/**
 * Networks that can reach each other need separate blocks: if two overlap, traffic for one ends in the other. The rule
 * compares the VPC, the addresses of Kubernetes services and every peer with all before them.
 */
export function peerFindings({ network }: StackConfig): Finding[] {
  const services = { cidr: SERVICE_CIDR_BLOCK, owner: "the addresses of Kubernetes services" };
  const taken: Taken[] = [{ ...services, block: parseBlock(services.cidr) }];
  const blocks = [
    { path: ["network", "cidrBlock"], cidr: network.cidrBlock, owner: "the VPC (network.cidrBlock)" },
    ...Object.entries(network.peers).map(([name, cidr]) => ({
      path: ["network", "peers", name],
      cidr,
      owner: `the peer ${name} (network.peers.${name})`,
    })),
  ];
  return blocks.flatMap(({ path, cidr, owner }) => {
    const problem = blockProblem(cidr);
    if (problem !== undefined) {
      // The rules of the network already check the VPC's block.
      return path.includes("peers") ? [broken("malformed-block", path, problem)] : [];
    }
    const block = parseBlock(cidr);
    const others = taken.filter((other) => overlaps(other.block, block));
    taken.push({ cidr, block, owner });
    return others.map((other) =>
      broken(
        "overlapping-networks",
        path,
        `${cidr} of ${owner} overlaps ${other.cidr} of ${other.owner}, and neither would reach all of the other: ` +
          "write a block of its own",
      ),
    );
  });
}

import type { Finding } from "../../../diagnostics/problem";
import { SERVICE_CIDR_BLOCK } from "../../names/cluster";
import { type Block, overlaps, parseBlock } from "../../network/cidr";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { blockProblem } from "./network";

/** A block that another may not overlap, and what it is. */
interface Taken {
  readonly cidr: string;
  readonly block: Block;
  /** Whose it is, in words, with its key. */
  readonly owner: string;
}

/**
 * Networks that can reach one another need blocks of their own: where two overlap, traffic for one ends in the other. The
 * VPC, the addresses of Kubernetes services and every peer are compared with all before them.
 */
export function peerFindings({ network }: StackConfig): Finding[] {
  const services = { cidr: SERVICE_CIDR_BLOCK, owner: "the addresses of Kubernetes services" };
  const taken: Taken[] = [{ ...services, block: parseBlock(services.cidr) }];
  const blocks = [
    { path: ["network", "cidrBlock"], cidr: network.cidrBlock, owner: "the VPC (network.cidrBlock)" },
    ...Object.entries(network.peers ?? {}).map(([name, cidr]) => ({
      path: ["network", "peers", name],
      cidr,
      owner: `the peer ${name} (network.peers.${name})`,
    })),
  ];
  return blocks.flatMap(({ path, cidr, owner }) => {
    const problem = blockProblem(cidr);
    if (problem !== undefined) {
      // Of the VPC the rules of the network say it already.
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

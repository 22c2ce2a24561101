import { type Block, overlaps, parseBlock } from "./cidr";

/** A block that is not an ordinary part of the internet, and its use. */
export interface SpecialBlock {
  readonly cidr: string;
  readonly use: string;
}

/** Blocks of private networks and of documentation (RFC 1918, 6598, 3927, 1122, 5737). */
const NOT_PUBLIC: readonly SpecialBlock[] = [
  { cidr: "10.0.0.0/8", use: "private networks" },
  { cidr: "172.16.0.0/12", use: "private networks" },
  { cidr: "192.168.0.0/16", use: "private networks" },
  { cidr: "100.64.0.0/10", use: "private networks" },
  { cidr: "169.254.0.0/16", use: "single links" },
  { cidr: "127.0.0.0/8", use: "one machine" },
  { cidr: "192.0.2.0/24", use: "documentation" },
  { cidr: "198.51.100.0/24", use: "documentation" },
  { cidr: "203.0.113.0/24", use: "documentation" },
];

/** Blocks in which AWS makes no VPC (AWS, "VPC CIDR blocks"). */
const NO_VPC: readonly SpecialBlock[] = [
  { cidr: "0.0.0.0/8", use: "this network" },
  { cidr: "127.0.0.0/8", use: "one machine" },
  { cidr: "169.254.0.0/16", use: "single links" },
  { cidr: "224.0.0.0/4", use: "multicast" },
];

/** The special block that a block shares addresses with, so that nobody on the internet has all its addresses. */
export function notPublic(block: Block): SpecialBlock | undefined {
  return NOT_PUBLIC.find(({ cidr }) => overlaps(parseBlock(cidr), block));
}

/** The special block in which a VPC of this block would be, which AWS refuses. */
export function notForVpcs(block: Block): SpecialBlock | undefined {
  return NO_VPC.find(({ cidr }) => overlaps(parseBlock(cidr), block));
}

import { type Block, formatBlock, parseBlock, sizeOf } from "./cidr";

/**
 * The tray of one zone: the block at the top of the VPC that holds the zone's small subnets, as a share of the VPC.
 * A constant, because a tray that grew with its content would move its neighbours.
 */
const TRAY_SHARE = 1 / 16;

/** A kind of subnet. Every zone gets one of each kind. */
export interface SubnetKind<K extends string> {
  readonly kind: K;
  /** Prefix length of each. */
  readonly prefixLength: number;
}

export interface SubnetRequest<K extends string> {
  /** Block to divide. */
  readonly cidrBlock: string;
  /** Zones in the order in which they were added. */
  readonly zones: readonly string[];
  /** The kind that takes most of the block. */
  readonly main: SubnetKind<K>;
  /** The other kinds, in the order in which they were added. */
  readonly others: readonly SubnetKind<K>[];
}

export interface AllocatedSubnet<K extends string> {
  readonly zone: string;
  readonly kind: K;
  readonly cidrBlock: string;
}

/** The subnets asked for do not fit; `message` names the block, the sizes and what is left. */
export class SubnetAllocationError extends Error {}

/**
 * Divides a block into subnets whose addresses never change. The main kind fills the block from the bottom, zone after
 * zone. The other kinds of a zone are side by side in the zone's tray, and trays fill the block from the top. A new
 * zone takes the next place at the bottom and at the top, and a new kind takes the next place in every tray.
 */
export function allocateSubnets<K extends string>(request: SubnetRequest<K>): AllocatedSubnet<K>[] {
  const block = parseBlock(request.cidrBlock);
  const trays = request.others.length === 0 ? 0 : request.zones.length;
  const traySize = block.size * TRAY_SHARE;
  const mainSpace: Block = { start: block.start, size: block.size - trays * traySize };
  return request.zones.flatMap((zone, index) => {
    const tray: Block = { start: block.start + block.size - (index + 1) * traySize, size: traySize };
    return [
      { zone, kind: request.main.kind, cidrBlock: placeMain(request, mainSpace, index) },
      ...placeInTray(request, tray, zone),
    ];
  });
}

function placeMain<K extends string>(request: SubnetRequest<K>, space: Block, index: number): string {
  const size = sizeOf(request.main.prefixLength);
  const start = space.start + index * size;
  if (start + size > space.start + space.size) {
    const asked = `${request.zones.length} ${request.main.kind} subnets of /${request.main.prefixLength}`;
    const reserved = request.others.length === 0 ? "" : `, after a sixteenth per zone for ${kindNames(request)},`;
    const left = Math.max(space.size, 0);
    throw new SubnetAllocationError(
      `${asked} (${request.zones.length * size} addresses) do not fit ${request.cidrBlock}: it has ` +
        `${sizeOf(prefixLengthOf(request.cidrBlock))} addresses${reserved} and ${left} are left for them. ` +
        `Write a longer prefix than /${request.main.prefixLength}, or a larger block`,
    );
  }
  return formatBlock({ start, size });
}

function placeInTray<K extends string>(request: SubnetRequest<K>, tray: Block, zone: string): AllocatedSubnet<K>[] {
  let next = tray.start;
  return request.others.map(({ kind, prefixLength }) => {
    const size = sizeOf(prefixLength);
    const start = Math.ceil(next / size) * size;
    const end = tray.start + tray.size;
    if (start + size > end) {
      const asked = request.others.map((other) => `${other.kind} /${other.prefixLength}`).join(", ");
      throw new SubnetAllocationError(
        `the small subnets of a zone (${asked}) do not fit: together they have one sixteenth of ${request.cidrBlock}, ` +
          `${formatBlock(tray)} in zone ${zone} with ${tray.size} addresses, and ${Math.max(end - next, 0)} are left for ` +
          `${kind}, which asks for ${size}. Write longer prefixes, or a larger block`,
      );
    }
    next = start + size;
    return { zone, kind, cidrBlock: formatBlock({ start, size }) };
  });
}

function kindNames<K extends string>(request: SubnetRequest<K>): string {
  return request.others.map(({ kind }) => kind).join(" and ");
}

function prefixLengthOf(cidrBlock: string): number {
  return Number(cidrBlock.split("/")[1]);
}

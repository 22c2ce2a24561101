/** An IPv4 block as numbers; `start` is a multiple of `size`. */
export interface Block {
  /** First address. */
  readonly start: number;
  /** Number of addresses. */
  readonly size: number;
}

/** Number of addresses in a block of this prefix length. */
export function sizeOf(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}

/**
 * Reads CIDR notation.
 *
 * @throws Error for other text, or for bits beyond the prefix: AWS would clear those silently, and the configuration
 * would not match the network.
 */
export function parseBlock(cidr: string): Block {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const [octets, prefixLength] = [(match ?? []).slice(1, 5).map(Number), Number(match?.[5])];
  if (match === null || octets.some((octet) => octet > 255) || prefixLength > 32) {
    throw new Error(
      `${cidr} is not an IPv4 block: write four numbers up to 255 and a length up to 32, as 10.200.0.0/18`,
    );
  }
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = sizeOf(prefixLength);
  const start = address - (address % size);
  if (start !== address) {
    throw new Error(`${cidr} has bits set beyond its prefix: write ${formatBlock({ start, size })}`);
  }
  return { start, size };
}

/** CIDR notation of a block. */
export function formatBlock(block: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(block.start / 2 ** shift) % 256);
  return `${octets.join(".")}/${32 - Math.log2(block.size)}`;
}

/** Whether two blocks share an address. */
export function overlaps(a: Block, b: Block): boolean {
  return a.start < b.start + b.size && b.start < a.start + a.size;
}

/** Whether `outer` contains `inner`, or is the same block. */
export function contains(outer: Block, inner: Block): boolean {
  return outer.start <= inner.start && inner.start + inner.size <= outer.start + outer.size;
}

import fc from "fast-check";

import { contains, overlaps, parseBlock, sizeOf } from "../../../platform/network/cidr";
import {
  type AllocatedSubnet,
  allocateSubnets,
  SubnetAllocationError,
  type SubnetRequest,
} from "../../../platform/network/subnet-allocator";
import { planSubnets } from "../../../platform/network/subnets-plan";
import { stackConfig } from "../../support/mocks";

const zones = (count: number): string[] => Array.from({ length: count }, (_, index) => `zone-${index}`);
const kinds = (lengths: readonly number[]): { kind: string; prefixLength: number }[] =>
  lengths.map((prefixLength, index) => ({ kind: `kind-${index}`, prefixLength }));

/** Requests of every shape, whether they fit or not. */
const requests = fc
  .record({
    vpc: fc.integer({ min: 16, max: 22 }),
    third: fc.integer({ min: 0, max: 255 }),
    zones: fc.integer({ min: 1, max: 6 }),
    main: fc.integer({ min: 1, max: 6 }),
    others: fc.array(fc.integer({ min: 3, max: 10 }), { maxLength: 4 }),
  })
  .map(({ vpc, third, zones: count, main, others }): SubnetRequest<string> => {
    const start = Math.floor((third * 256) / sizeOf(vpc)) * sizeOf(vpc);
    return {
      cidrBlock: `10.7.${Math.floor(start / 256) % 256}.0/${vpc}`,
      zones: zones(count),
      main: { kind: "main", prefixLength: Math.min(vpc + main, 28) },
      others: kinds(others.map((length) => Math.min(vpc + length, 28))),
    };
  });

/** The allocation; undefined where the request does not fit. */
function attempt(request: SubnetRequest<string>): AllocatedSubnet<string>[] | undefined {
  try {
    return allocateSubnets(request);
  } catch (error) {
    expect(error).toBeInstanceOf(SubnetAllocationError);
    return undefined;
  }
}

test("subnets lie inside the block, do not overlap, and have the sizes asked for", () => {
  fc.assert(
    fc.property(requests, (request) => {
      const allocated = attempt(request) ?? [];
      const blocks = allocated.map(({ cidrBlock }) => parseBlock(cidrBlock));
      const vpc = parseBlock(request.cidrBlock);
      expect(blocks.every((block) => contains(vpc, block))).toBe(true);
      expect(blocks.some((block, index) => blocks.slice(0, index).some((other) => overlaps(block, other)))).toBe(false);
      for (const { kind, prefixLength } of [request.main, ...request.others]) {
        const own = allocated.filter((subnet) => subnet.kind === kind);
        expect(own.every(({ cidrBlock }) => cidrBlock.endsWith(`/${prefixLength}`))).toBe(true);
        expect(own.length).toBe(allocated.length === 0 ? 0 : request.zones.length);
      }
    }),
  );
});

test("a new zone moves no subnet", () => {
  fc.assert(
    fc.property(requests, (request) => {
      const before = attempt(request) ?? [];
      const after = attempt({ ...request, zones: [...request.zones, "new"] });
      fc.pre(before.length > 0 && after !== undefined);
      expect(after).toEqual(expect.arrayContaining(before));
    }),
  );
});

test("a new kind moves no subnet, before or after a new zone", () => {
  fc.assert(
    fc.property(requests, fc.integer({ min: 6, max: 10 }), (request, length) => {
      fc.pre(request.others.length > 0);
      const vpc = Number(request.cidrBlock.split("/")[1]);
      const others = [...request.others, { kind: "new", prefixLength: Math.min(vpc + length, 28) }];
      const grown = [...request.zones, "new"];
      const first = attempt(request);
      const kindThenZone = [attempt({ ...request, others }), attempt({ ...request, others, zones: grown })];
      const zoneThenKind = [attempt({ ...request, zones: grown }), attempt({ ...request, others, zones: grown })];
      for (const steps of [kindThenZone, zoneThenKind]) {
        const sequence = [first, ...steps].filter((allocated) => allocated !== undefined);
        sequence.slice(1).forEach((allocated, index) => {
          expect(allocated).toEqual(expect.arrayContaining(sequence[index] ?? []));
        });
      }
    }),
  );
});

test("a request that is refused has no answer at all", () => {
  const request = {
    cidrBlock: "10.0.0.0/18",
    zones: zones(3),
    main: { kind: "private", prefixLength: 19 },
    others: [],
  };
  expect(() => allocateSubnets(request)).toThrow(SubnetAllocationError);
});

test("what does not fit is named: the block, the sizes, and what is left", () => {
  const others = [{ kind: "public", prefixLength: 27 }];
  const main = { kind: "private", prefixLength: 20 };
  expect(() => allocateSubnets({ cidrBlock: "10.0.0.0/18", zones: zones(4), main, others })).toThrow(
    "4 private subnets of /20 (16384 addresses) do not fit 10.0.0.0/18: it has 16384 addresses, after a sixteenth per " +
      "zone for public, and 12288 are left for them. Write a longer prefix than /20, or a larger block",
  );
  expect(() =>
    allocateSubnets({
      cidrBlock: "10.0.0.0/18",
      zones: zones(2),
      main,
      others: [...others, { kind: "intra", prefixLength: 22 }],
    }),
  ).toThrow(/the small subnets of a zone \(public \/27, intra \/22\) do not fit.*10\.0\.60\.0\/22.*1024 addresses/);
});

test.each([
  ["development", ["10.200.0.0/21", "10.200.8.0/21", "10.200.16.0/21"], "10.200.60.0/27", "10.200.60.32/27"],
  ["test", ["10.200.64.0/21", "10.200.72.0/21", "10.200.80.0/21"], "10.200.124.0/27", "10.200.124.32/27"],
  ["production", ["10.201.0.0/19", "10.201.32.0/19", "10.201.64.0/19"], "10.201.240.0/26", "10.201.240.64/26"],
] as const)("the blocks of %s stay where they are", (stack, privateBlocks, firstPublic, firstIntra) => {
  const plan = planSubnets(stackConfig(stack).network);
  const ofKind = (kind: string): string[] =>
    plan.filter((subnet) => subnet.kind === kind).map(({ cidrBlock }) => cidrBlock);
  expect(ofKind("private")).toEqual(privateBlocks);
  expect(ofKind("public")[0]).toBe(firstPublic);
  expect(ofKind("intra")[0]).toBe(firstIntra);
});

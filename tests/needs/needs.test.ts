import { DEPENDENCIES } from ".";
import { WITH_KARPENTER } from "./karpenter";
import { type Dependency, fill, match } from "./dependency";
import { type Recorded, STACKS } from "../support/mocks";
import { karpenterPreview } from "../support/karpenter";
import { label, previewOf } from "../support/preview";

const ROWS = Object.values(DEPENDENCIES).flat();

/** The order in which the engine makes resources: each after its dependencies, its provider and its parent. */
class Graph {
  private readonly reached = new Map<string, ReadonlySet<string>>();
  private readonly byUrn: ReadonlyMap<string, Recorded>;

  constructor(readonly all: readonly Recorded[]) {
    this.byUrn = new Map(all.map((resource) => [resource.urn, resource]));
  }

  /** URNs of all that exists before a resource. */
  before(urn: string): ReadonlySet<string> {
    const known = this.reached.get(urn);
    if (known !== undefined) {
      return known;
    }
    const resource = this.byUrn.get(urn);
    const direct = [...(resource?.dependsOn ?? []), resource?.provider, resource?.parent].filter(
      (other) => other !== null && other !== undefined,
    );
    const all = new Set(direct.flatMap((other) => [other, ...this.before(other)]));
    this.reached.set(urn, all);
    return all;
  }

  /** Resources that a selector matches, with the text of its wildcards. */
  matching(selector: string): { resource: Recorded; captured: readonly string[] }[] {
    return this.all.flatMap((resource) => {
      const captured = match(selector, resource);
      return captured === undefined ? [] : [{ resource, captured }];
    });
  }
}

const graphs = new Map<string, Graph>();

beforeAll(async () => {
  for (const stack of STACKS) {
    graphs.set(stack, new Graph((await previewOf(stack)).registrations));
  }
  graphs.set(WITH_KARPENTER, new Graph((await karpenterPreview()).registrations));
});

/** Dependencies of one line of the table that a stack lacks. */
function missing(graph: Graph, { what, needs }: Dependency): string[] {
  return graph.matching(what).flatMap(({ resource, captured }) => {
    const needed = graph.matching(fill(needs, captured));
    if (needed.length === 0) {
      return [`${label(resource)} needs ${fill(needs, captured)}, which the stack does not have`];
    }
    return needed
      .filter((other) => !graph.before(resource.urn).has(other.resource.urn))
      .map((other) => `${label(resource)} does not depend on ${label(other.resource)}`);
  });
}

describe("what a single pulumi up on an empty account needs is in the graph", () => {
  test.each(ROWS.map((row) => [row.what, row.needs, row.why, row] as const))(
    "%s needs %s: %s",
    (_what, _needs, _why, row) => {
      const stacks = row.stacks ?? STACKS;
      const graphOf = (stack: string): Graph => graphs.get(stack) ?? new Graph([]);
      expect(stacks.flatMap((stack) => missing(graphOf(stack), row))).toEqual([]);
      // A line that means nothing holds nothing.
      expect(stacks.filter((stack) => graphOf(stack).matching(row.what).length > 0)).not.toEqual([]);
    },
  );
});

test("every line says something that no other line says", () => {
  const lines = ROWS.map(({ what, needs }) => `${what} needs ${needs}`);
  expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
});

test.each([
  ["aws:s3/bucket:Bucket airflow", { type: "aws:s3/bucket:Bucket", name: "airflow" }, []],
  ["a:b:C nat-*", { type: "a:b:C", name: "nat-eu-west-2a" }, ["eu-west-2a"]],
  ["a:b:C */*", { type: "a:b:C", name: "standard/Name" }, ["standard", "Name"]],
  ["a:b:C nat.*", { type: "a:b:C", name: "nat-x" }, undefined],
  ["a:b:C x", { type: "a:b:D", name: "x" }, undefined],
])("%s means %o: %o", (selector, resource, captured) => {
  expect(match(selector, resource)).toEqual(captured);
});

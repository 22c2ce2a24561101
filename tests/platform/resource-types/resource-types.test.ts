import { FIXED_COSTS } from "../../../preview/costs/fixed-costs";
import {
  column,
  isTaggable,
  replacingInputs,
  RESOURCE_TYPES,
  resourceType,
} from "../../../platform/resource-types/resource-types";
import { previewsOfAll } from "../delivery/previews";

/** Components of this program and providers, which are no resources of AWS or Kubernetes. */
const WITHOUT_ROW = /^(pulumi|analytical-platform):/;

let registered: ReadonlySet<string>;
beforeAll(async () => {
  const previews = [...(await previewsOfAll()).values()];
  const types = previews.flatMap(({ registrations, delivery }) =>
    [...registrations, ...delivery].map(({ type }) => type),
  );
  registered = new Set(types.filter((type) => !WITHOUT_ROW.test(type)));
}, 300_000);

test("every type that a stack registers has a row", () => {
  expect(registered.size).toBeGreaterThan(50);
  expect([...registered].filter((type) => resourceType(type) === undefined)).toEqual([]);
});

test("every row is of a type that a stack, or a component of a stack, registers", () => {
  const used = new Set([...registered].map(resourceType));
  const unused = Object.entries(RESOURCE_TYPES).filter(([, row]) => !used.has(row));
  expect(unused.map(([type, { madeBy }]) => [type, madeBy])).toEqual([
    ["aws:eks/cluster:Cluster", "eks:index:Cluster"],
  ]);
});

test("every type of AWS has a cost, and each that costs money while it exists has its price", () => {
  const aws = Object.entries(RESOURCE_TYPES).filter(([type]) => !type.startsWith("kubernetes:"));
  expect(aws.filter(([, { cost = "" }]) => !["fixed", "use", "free"].includes(cost))).toEqual([]);
  const fixed = aws.filter(([, { cost }]) => cost === "fixed").map(([type]) => type);
  expect(fixed.sort()).toEqual(Object.keys(FIXED_COSTS).sort());
});

test("a type that is protected also says what would replace it", () => {
  const unknown = Object.keys(column("loss")).filter((type) => replacingInputs(type) === undefined);
  // The component's row speaks for the cluster that the component makes.
  expect(unknown).toEqual(["aws:eks/cluster:Cluster"]);
});

test("a row holds for the type's former name and for every kind of a group as well", () => {
  expect(resourceType("aws:s3/bucketV2:BucketV2")).toBe(resourceType("aws:s3/bucket:Bucket"));
  expect(resourceType("kubernetes:constraints.gatekeeper.sh/v1beta1:HostAccess")?.noun).toBe("constraint");
  expect(resourceType("aws:rds/instance:Instance")).toBeUndefined();
});

test("only types of AWS are taggable, and one without a row counts as taggable", () => {
  const types = ["aws:ec2/vpc:Vpc", "aws:rds/instance:Instance", "aws:ec2/tag:Tag", "kubernetes:core/v1:Namespace"];
  expect(types.map(isTaggable)).toEqual([true, true, false, false]);
});

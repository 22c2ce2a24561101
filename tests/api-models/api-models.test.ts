import type { Preview } from "../../preview/run";
import { karpenterPreview, WITH_KARPENTER } from "../support/karpenter";
import { STACKS } from "../support/mocks";
import { previewOf } from "../support/preview";
import { documentationOf, type RequestMapping, requestViolations } from "./request";
import table from "./requests.json";

const MAPPINGS = table as Readonly<Record<string, RequestMapping>>;

const VARIANTS = [...STACKS, WITH_KARPENTER];

const previews = new Map<string, Preview>();
beforeAll(async () => {
  for (const stack of STACKS) {
    previews.set(stack, await previewOf(stack));
  }
  previews.set(WITH_KARPENTER, await karpenterPreview());
}, 300_000);

function ofAws(stack: string): Preview["registrations"] {
  const { registrations = [], delivery = [] } = previews.get(stack) ?? {};
  return [...registrations, ...delivery].filter(({ type }) => /^(aws|eks):/.test(type));
}

test.each(VARIANTS)(
  "AWS's API models allow every resource of %s, and of its delivery: names, required members, enumerations, patterns, sizes",
  (stack) => {
    expect(ofAws(stack).length).toBeGreaterThan(100);
    const found = ofAws(stack).flatMap(({ type, name, inputs }) => {
      const mapping = MAPPINGS[type];
      return mapping === undefined
        ? [`${type} has no row in tests/api-models/requests.json`]
        : requestViolations(mapping, inputs).map((violation) => `${type} ${name}: ${violation}`);
    });
    expect([...new Set(found)]).toEqual([]);
  },
);

test("the table has no type that no stack has", () => {
  const types = new Set(VARIANTS.flatMap((stack) => ofAws(stack).map(({ type }) => type)));
  expect(Object.keys(MAPPINGS).filter((type) => !types.has(type))).toEqual([]);
});

test.each(
  Object.entries(MAPPINGS).flatMap(([type, { documented = {} }]) =>
    Object.entries(documented).map(([input, { says }]) => [type, input, says] as const),
  ),
)("AWS's model of %s still says of %s: %s", (type, input, says) => {
  expect(documentationOf(MAPPINGS[type] ?? { requests: [] }, input)).toContain(says);
});

test.each([
  ["aws:sns/topic:Topic", { name: "airflow test" }, "name is airflow test, and AWS says"],
  ["aws:secretsmanager/secret:Secret", { name: "/airflow/a b" }, "name is /airflow/a b"],
  ["aws:secretsmanager/secret:Secret", { name: "a", recoveryWindowInDays: 3 }, "recoveryWindowInDays is 3"],
  ["aws:ec2/securityGroup:SecurityGroup", { name: "sg-own", description: "Nodes" }, "name is sg-own"],
  ["aws:ec2/securityGroup:SecurityGroup", { description: "Nodes’ group" }, "description is Nodes’ group"],
  ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { description: "x".repeat(256) }, "description is xx"],
  ["aws:ec2/flowLog:FlowLog", { maxAggregationInterval: 61 }, "maxAggregationInterval is 61"],
])("a value of %s that only the documentation refuses is found", (type, inputs, violation) => {
  expect(requestViolations(MAPPINGS[type] ?? { requests: [] }, inputs).join("\n")).toContain(violation);
});

const GROUP = "aws:eks/nodeGroup:NodeGroup";

test.each([
  ["a name that AWS does not know", { subnetIDz: [] }, "eks:CreateNodegroup have no subnetIDz"],
  [
    "a value outside an enumeration",
    { taints: [{ key: "a", value: "b", effect: "NoSchedule" }] },
    "effect is NoSchedule",
  ],
  ["a number outside its range", { updateConfig: { maxUnavailablePercentage: 101 } }, "has 101, not 1 to 100"],
  ["a text that is too long", { labels: { team: "x".repeat(64) } }, "has 64 characters, not 1 to 63"],
  ["a text in place of a list", { instanceTypes: { size: "large" } }, "instanceTypes[0] is no text"],
])("%s is found in a node group", (_, change, violation) => {
  const group = ofAws("production").find(({ type }) => type === GROUP);
  const found = requestViolations(MAPPINGS[GROUP] ?? { requests: [] }, { ...group?.inputs, ...change });
  expect(found.join()).toContain(violation);
});

test("a missing required member and a wrong pattern are found", () => {
  const found = requestViolations(MAPPINGS["aws:mwaa/environment:Environment"] ?? { requests: [] }, { name: "1st" });
  expect(found).toContain("mwaa:CreateEnvironment requires DagS3Path");
  expect(found.join()).toContain("name is 1st, which does not match");
});

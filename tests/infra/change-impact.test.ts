import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Preview } from "../../preview/run";
import type { StackConfig } from "../../platform/config/stack.generated";
import { ROOT } from "../../platform/root";
import { STATEFUL } from "../../policies/pulumi/rules/protection";
import { isTaggable, replacingInputs } from "../../platform/resource-types/resource-types";
import { temporaryFolder } from "../support/command";
import { compare, type Impact, replaced, withFewGroups } from "../support/impact";
import type { Recorded } from "../support/mocks";
import { label, previewOf } from "../support/preview";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const STACK = "development";

function changedOf({ changed }: Impact): string[] {
  return changed.map(({ after }) => label(after)).sort();
}

const fewGroups = (config: StackConfig): void => {
  withFewGroups(STACK, config);
};

let before: Preview;

async function impactOf(change: (config: StackConfig) => void): Promise<Impact> {
  const config = (read: StackConfig): void => {
    withFewGroups(STACK, read);
    change(read);
  };
  return compare(before, await previewOf(STACK, { config }));
}

beforeAll(async () => {
  before = await previewOf(STACK, { config: fewGroups });
});

const group = (config: StackConfig, name: string): StackConfig["cluster"]["nodeGroups"][string] => {
  const found = config.cluster.nodeGroups[name];
  if (found === undefined) {
    throw new Error(`${STACK} has no node group ${name}`);
  }
  return found;
};

/** Resources that each change of one line changes. It changes no others. */
const CHANGES: readonly [what: string, change: (config: StackConfig) => void, changed: () => readonly string[]][] = [
  [
    "the Kubernetes version",
    (config) => {
      config.cluster.kubernetesVersion = "1.35";
    },
    () => ["eks:index:Cluster cluster", ...ofType(NODE_GROUP)],
  ],
  [
    "one group's AMI release",
    (config) => {
      group(config, "standard").amiReleaseVersion = "1.65.0-00000000";
    },
    () => [`${NODE_GROUP} standard`],
  ],
  [
    "a group's maximum",
    (config) => {
      group(config, "standard").maxSize = 11;
    },
    () => [`${NODE_GROUP} standard`],
  ],
  [
    "the version of pod networking",
    (config) => {
      config.cluster.vpcCniVersion = "v1.23.1-eksbuild.1";
    },
    () => ["aws:eks/addon:Addon vpc-cni"],
  ],
  [
    "the number of Airflow's workers",
    (config) => {
      config.airflow.maxWorkers = 21;
    },
    () => ["aws:mwaa/environment:Environment mwaa"],
  ],
];

function ofType(type: string): string[] {
  return before.registrations.filter((resource) => resource.type === type).map(label);
}

test.each(CHANGES)("%s changes what it should, adds and replaces nothing", async (_what, change, changed) => {
  const impact = await impactOf(change);
  expect(changedOf(impact)).toEqual([...changed()].sort());
  expect([impact.added, impact.removed, replaced(impact)]).toEqual([[], [], []]);
});

test("a tag changes the tags of everything that has tags, and nothing else", async () => {
  const impact = await impactOf((config) => {
    config.tags.owner = "somebody-else@justice.gov.uk";
  });
  const tagged = before.registrations.filter(
    ({ type, name, inputs }) =>
      ("tags" in inputs && isTaggable(type)) ||
      type === "pulumi:providers:aws" ||
      (type === "aws:ec2/tag:Tag" && name.endsWith("/owner")) ||
      (type === "aws:eks/addon:Addon" && name === "aws-ebs-csi-driver"),
  );
  // A workflow's own tags say who owns it: its resources keep theirs.
  const ofWorkflow = ({ urn }: Recorded): boolean => urn.includes(":Workflow$");
  expect(changedOf(impact)).toEqual(
    tagged
      .filter((resource) => !ofWorkflow(resource))
      .map(label)
      .sort(),
  );
  // In AWS the launch templates get a version more, and the node groups roll to it.
  const changedInputs = impact.changed.flatMap(({ before: { inputs: earlier }, after: { inputs } }) =>
    Object.keys(inputs).filter((key) => JSON.stringify(inputs[key]) !== JSON.stringify(earlier[key])),
  );
  expect([...new Set(changedInputs)].sort()).toEqual([
    "configurationValues",
    "defaultTags",
    "tagSpecifications",
    "tags",
    "value",
  ]);
  expect([impact.added, impact.removed, replaced(impact)]).toEqual([[], [], []]);
});

test("a new group adds itself, and changes nothing that is there but the autoscaler's list of groups", async () => {
  const impact = await impactOf((config) => {
    config.cluster.nodeGroups["general-spot-new"] = group(config, "general-spot-xlarge");
  });
  expect(changedOf(impact)).toEqual(["kubernetes:core/v1:ConfigMap cluster-autoscaler-priority-expander"]);
  expect(impact.removed).toEqual([]);
  expect(impact.added.every((added) => / general-spot-new(\/|$)/.test(added))).toBe(true);
  expect(new Set(impact.added.map((added) => added.split(" ")[0]))).toEqual(
    new Set([NODE_GROUP, "aws:ec2/launchTemplate:LaunchTemplate"]),
  );
});

test("other instance types replace their group only, which comes before its predecessor goes", async () => {
  const impact = await impactOf((config) => {
    group(config, "general-spot-xlarge").instanceTypes = ["m7a.xlarge", "m7i.xlarge"];
  });
  expect(changedOf(impact)).toEqual([`${NODE_GROUP} general-spot-xlarge`]);
  expect(replaced(impact)).toEqual([`${NODE_GROUP} general-spot-xlarge: instanceTypes`]);
  const [changed] = impact.changed;
  expect([changed?.after.deleteBeforeReplace, changed?.after.inputs["nodeGroupName"]]).toEqual([false, undefined]);
});

test("an S3 path of a manifest changes the policy of that workflow's role, and nothing else", async () => {
  const manifests = join(temporaryFolder(), "manifests");
  cpSync(resolve(ROOT, "manifests", STACK), join(manifests, STACK), { recursive: true });
  const manifest = join(manifests, STACK, "examples/identity/workflow.yml");
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.replace("dummy/readonly1/*", "dummy/elsewhere/*"));
  const impact = compare(before, await previewOf(STACK, { config: fewGroups, manifests }));
  expect(changedOf(impact)).toEqual(["aws:iam/rolePolicy:RolePolicy examples-identity"]);
  expect([impact.added, impact.removed, replaced(impact)]).toEqual([[], [], []]);
});

test("what would replace a protected resource is known for each type of them", () => {
  const types = new Set(before.registrations.filter(({ protect }) => protect).map(({ type }) => type));
  expect([...types].filter((type) => replacingInputs(type) === undefined || !(type in STATEFUL))).toEqual([
    "aws:secretsmanager/secret:Secret",
  ]);
});

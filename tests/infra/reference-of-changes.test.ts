import type { SchemaObject } from "ajv/dist/2020";

import { resolved } from "../../diagnostics/schema-violations";
import type { StackConfig } from "../../platform/config/stack.generated";
import stackSchema from "../../platform/config/stack.schema.json";
import type { Preview } from "../../preview/run";
import { compare, type Impact, replaced, withFewGroups } from "../support/impact";
import { previewOf } from "../support/preview";

const STACK = "test";
const GROUP = "cluster.nodeGroups.general-spot-xlarge";

/** A key, a new value, and for a replacement the resource that goes: its label and the input, or its label if it is removed. */
type Row = readonly [key: string, value: unknown, gone?: string];

const BOUNDARY = "arn:aws:iam::222222222222:policy/boundary";

const ROWS: readonly Row[] = [
  ["network.peers", {}],
  ["cluster.nodeGroupQuota", 50],
  ["delivery.state.accountId", "222222222222"],

  ["tags.owner", "other@justice.gov.uk"],
  ["accounts.data.profile", "other"],
  ["delivery.repository", "example/airflow"],
  ["delivery.branch", "other"],
  ["delivery.state.bucket", "other"],
  ["delivery.permissionsBoundaryArns.compute", BOUNDARY],
  ["network.flowLogs.retentionDays", 365],
  ["network.interfaceEndpoints", ["sts", "logs", "s3tables"]],
  [`${GROUP}.fleet`, "other"],
  [`${GROUP}.amiReleaseVersion`, "1.65.0-00000000"],
  [`${GROUP}.minSize`, 1],
  [`${GROUP}.maxSize`, 19],
  [`${GROUP}.diskSizeGiB`, 101],
  [`${GROUP}.labels`, { a: "b" }],
  [`${GROUP}.taints`, [{ key: "a", value: "b", effect: "NoSchedule" }]],
  [`${GROUP}.draining`, true],
  ["cluster.kubernetesVersion", "1.37"],
  ["cluster.vpcCniVersion", "v1.24.0-eksbuild.1"],
  ["cluster.addonVersions.coredns", "v1.15.0-eksbuild.1"],
  ["cluster.privateAccessCidrBlocks", ["10.9.0.0/16"]],
  ["cluster.publicAccessCidrBlocks", ["198.51.99.0/24"]],
  ["cluster.logRetentionDays", 365],
  ["cluster.networkPolicyMode", "strict"],
  ["inCluster.egress", [{ cidrBlock: "10.7.0.0/16", ports: [443] }]],
  ["inCluster.quota.cpu", 900],
  ["inCluster.admissionPolicies.enforcement", "warn"],
  ["airflow.environmentClass", "mw1.large"],
  ["airflow.minWorkers", 2],
  ["airflow.schedulers", 3],
  ["airflow.logRetentionDays", 365],
  ["airflow.weeklyMaintenanceWindowStart", "MON:01:00"],
  ["operations.slack.workspaceId", "T0123456780"],
  ["operations.slack.channelIds.critical", "C0123456780"],
  ["workflows.permissionsBoundaryArn", "arn:aws:iam::444444444444:policy/boundary"],
  ["workflows.secrets.recoveryWindowDays", 20],

  ["network.cidrBlock", "10.200.128.0/18", "aws:ec2/vpc:Vpc vpc: cidrBlock"],
  ["network.availabilityZones", ["eu-west-2a", "eu-west-2b"], "aws:eks/nodeGroup:NodeGroup standard: subnetIds"],
  ["network.subnetPrefixLengths.private", 22, "aws:ec2/subnet:Subnet private-eu-west-2a: cidrBlock"],
  ["network.subnetPrefixLengths.public", 26, "aws:ec2/subnet:Subnet public-eu-west-2a: cidrBlock"],
  ["network.subnetPrefixLengths.intra", 26, "aws:ec2/subnet:Subnet intra-eu-west-2a: cidrBlock"],
  ["network.flowLogs.maxAggregationIntervalSeconds", 600, "aws:ec2/flowLog:FlowLog vpc: maxAggregationInterval"],
  [
    "network.transitGateway.id",
    "tgw-0bbbbbbbbbbbbbbb1",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment transit-gateway: transitGatewayId",
  ],
  [`${GROUP}.capacity`, "on-demand", "aws:eks/nodeGroup:NodeGroup general-spot-xlarge: capacityType"],
  [`${GROUP}.instanceTypes`, ["m7a.xlarge"], "aws:eks/nodeGroup:NodeGroup general-spot-xlarge: instanceTypes"],
  [`${GROUP}.amiType`, "AL2023_x86_64_STANDARD", "aws:eks/nodeGroup:NodeGroup general-spot-xlarge: amiType"],
  [
    "operations.emailAddresses.critical",
    ["other@justice.gov.uk"],
    "aws:sns/topicSubscription:TopicSubscription alarms-critical-analytical-platform-on-call@justice.gov.uk",
  ],
  [
    "operations.emailAddresses.warning",
    ["other@justice.gov.uk"],
    "aws:sns/topicSubscription:TopicSubscription alarms-warning-analytical-platform@justice.gov.uk",
  ],
  ["workflows.secrets.replicaRegion", "eu-central-1", "aws:kms/replicaKey:ReplicaKey workflow-secrets-replica: region"],
];

/** Keys whose replacement no row shows: another account or region is another environment, and aliases change compiled manifests. */
const NOT_SHOWN = [
  "accounts.compute.id",
  "accounts.compute.region",
  "accounts.data.id",
  "accounts.data.region",
  "workflows.projectAliases",
];

/** The text of the reference about a change of each key, by the key's path; any name of a map is `*`. */
function changesOf(unresolved: SchemaObject, path: readonly string[] = []): Map<string, string> {
  const node: SchemaObject = { ...resolved(unresolved, stackSchema), ...unresolved };
  const inner = [
    ...Object.entries((node["properties"] ?? {}) as Record<string, SchemaObject>),
    ...(typeof node["additionalProperties"] === "object" ? [["*", node["additionalProperties"]] as const] : []),
  ] as readonly (readonly [string, SchemaObject])[];
  return new Map([
    ...(typeof node["change"] === "string" ? [[path.join("."), node["change"]] as const] : []),
    ...inner.flatMap(([key, child]) => [...changesOf(child, [...path, key])]),
  ]);
}

const CHANGES = changesOf(stackSchema);

function changeOf(key: string): string {
  return CHANGES.get(key.replace(GROUP, "cluster.nodeGroups.*")) ?? "";
}

function set(config: StackConfig, key: string, value: unknown): void {
  const steps = key.split(".");
  const last = steps.pop() ?? "";
  const parent = steps.reduce<Record<string, unknown>>(
    (node, step) => (node[step] ??= {}) as Record<string, unknown>,
    config as unknown as Record<string, unknown>,
  );
  parent[last] = value;
}

/** Everything that a stack and its delivery register. */
function both(preview: Preview): Preview {
  return { ...preview, registrations: [...preview.registrations, ...preview.delivery] };
}

let before: Preview;
beforeAll(async () => {
  before = both(
    await previewOf(STACK, {
      config: (config) => {
        withFewGroups(STACK, config);
      },
    }),
  );
});

/** The difference that the new values of all rows with such a text make together. */
async function impactOf(text: RegExp): Promise<Impact> {
  const rows = ROWS.filter(([key]) => text.test(changeOf(key)));
  expect(rows.length).toBeGreaterThan(2);
  const config = (read: StackConfig): void => {
    withFewGroups(STACK, read);
    rows.forEach(([key, value]) => {
      set(read, key, value);
    });
  };
  return compare(before, both(await previewOf(STACK, { config })));
}

test("keys that are only checked change no resource", async () => {
  expect(await impactOf(/^nothing/)).toEqual({ changed: [], added: [], removed: [] });
});

test("keys that change in place, roll nodes or interrupt tasks replace nothing", async () => {
  const impact = await impactOf(/^(in place|rolls nodes|interrupts tasks)/);
  expect(replaced(impact)).toEqual([]);
  expect(impact.removed.filter((label) => !label.startsWith("aws:ec2/vpcEndpoint:"))).toEqual([
    // The account's own boundary takes the place of the one that delivery makes.
    "aws:iam/policy:Policy data-boundary",
  ]);
});

test("keys that replace something replace what the row names", async () => {
  const impact = await impactOf(/^replaces/);
  const gone = [...replaced(impact), ...impact.removed];
  expect(ROWS.flatMap(([, , label]) => (label === undefined || gone.includes(label) ? [] : [label]))).toEqual([]);
});

test("each key that replaces something has a row, and each row with a replacement says so", () => {
  const shown = ROWS.filter(([, , gone]) => gone !== undefined).map(([key]) =>
    key.replace(GROUP, "cluster.nodeGroups.*"),
  );
  const said = [...CHANGES].filter(([, text]) => text.startsWith("replaces")).map(([key]) => key);
  expect(said.filter((key) => !NOT_SHOWN.includes(key)).sort()).toEqual([...shown].sort());
});

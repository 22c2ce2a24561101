import { policyFindings } from "../../preview/policies";
import type { StackConfig } from "../../platform/config/stack.generated";
import { RESERVED_NAMES } from "../../platform/names/reserved";
import { STATEFUL } from "../../policies/pulumi/rules/protection";
import {
  buildProgram,
  type Recorded,
  Recording,
  runOnMocks,
  STACKS,
  smallStackConfig,
  stackConfig,
} from "../support/mocks";
import { label, previewOf } from "../support/preview";

const ROUTE = "aws:ec2/route:Route";
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";

const runs = new Map<string, Recording>();

beforeAll(async () => {
  for (const stack of STACKS) {
    runs.set(stack, new Recording((await previewOf(stack)).registrations));
  }
});

function runOf(stack: string): Recording {
  return runs.get(stack) ?? new Recording([]);
}

/**
 * The cluster as the component's plugin makes it of its inputs (pulumi/pulumi-eks nodejs/eks/cluster/cluster.ts): what
 * `pulumi up --policy-pack` asks about, and no offline preview shows.
 */
function clusterBelow(component: Recorded): Recorded {
  const { inputs, urn } = component;
  return {
    ...component,
    type: "aws:eks/cluster:Cluster",
    name: `${component.name}-eksCluster`,
    parent: urn,
    provider: "urn:pulumi:tests::tests::pulumi:providers:aws::compute",
    inputs: {
      name: inputs["name"] ?? null,
      version: inputs["version"] ?? null,
      tags: inputs["tags"] ?? {},
      encryptionConfig: { provider: { keyArn: inputs["encryptionConfigKeyArn"] ?? null }, resources: ["secrets"] },
      vpcConfig: Object.fromEntries(
        ["endpointPrivateAccess", "endpointPublicAccess", "publicAccessCidrs", "subnetIds"]
          .filter((key) => key in inputs)
          .map((key) => [key, inputs[key] ?? null]),
      ),
    },
  };
}

describe.each(STACKS)("the whole preview of %s", (stack) => {
  test("holds to every policy: tags, providers, protection, encryption, closed networks, narrow permissions", () => {
    expect(policyFindings(runOf(stack).all)).toEqual([]);
  });

  test("gives the eks component what the cluster that it makes below itself needs to hold to every policy as well", () => {
    expect(policyFindings([clusterBelow(runOf(stack).one("eks:index:Cluster", "cluster"))])).toEqual([]);
  });

  test("shows a component above every resource, and an explicit provider of its own package", () => {
    const made = runOf(stack).all.filter(({ type }) => /^(aws|kubernetes|eks):/.test(type));
    expect(made.filter(({ parent }) => parent === null).map(label)).toEqual([]);
    const guessed = made.filter(
      ({ type, provider }) => !(provider ?? "").includes(`pulumi:providers:${type.split(":")[0] ?? ""}::`),
    );
    expect(guessed.map(label)).toEqual([]);
  });

  test("has every stateful type, protected, and keeps in AWS what even a lifted protection must not lose", () => {
    const { all } = runOf(stack);
    const stateful = all.filter(({ type }) => type in STATEFUL || type === "aws:secretsmanager/secret:Secret");
    const kept = stateful.filter(({ retainOnDelete }) => retainOnDelete).map(label);
    expect(kept.sort()).toEqual([
      ...["a", "b", "c"].map((zone) => `aws:ec2/eip:Eip nat-eu-west-2${zone}`),
      ...["airflow", "alarms", "cluster", "flow-logs", "pod-logs", "workflow-secrets"].map(
        (key) => `aws:kms/key:Key ${key}`,
      ),
      "aws:kms/replicaKey:ReplicaKey workflow-secrets-replica",
      "aws:s3/bucket:Bucket airflow",
      "aws:secretsmanager/secret:Secret smtp",
    ]);
    // A workflow's secrets go with their workflow, and can be restored within AWS's recovery window.
    const unprotected = stateful.filter(({ protect }) => !protect);
    expect(unprotected.filter(({ type }) => type !== "aws:secretsmanager/secret:Secret").map(label)).toEqual([]);
    unprotected.forEach(({ inputs }) => {
      expect(inputs["recoveryWindowInDays"]).toBe(stackConfig(stack).workflows.secrets.recoveryWindowDays);
    });
  });

  test("has data account resources under the data provider, and everything else of AWS under the compute provider", () => {
    const run = runOf(stack);
    const inDataAccount = run.all.filter((resource) => run.provider(resource) === "data");
    expect(new Set(inDataAccount.map(({ type }) => type.split(":")[1]?.split("/")[0]))).toEqual(
      new Set(["iam", "kms", "secretsmanager"]),
    );
    const roles = run.ofType("aws:iam/role:Role").filter(({ urn }) => urn.includes(":Workflow$"));
    expect(roles.filter((role) => run.provider(role) !== "data").map(label)).toEqual([]);
  });
});

/**
 * To Pulumi a resource whose URN changes is another one: it would make the new one, and protection would stop it from
 * deleting the old one. Whoever renames or moves one of these gives it `aliases: [{ name: old }]`, or `{ parent: old }`,
 * and keeps that until every stack has been updated.
 */
test("the identity of what cannot be made again stays as it is; who changes it adds an alias", () => {
  const { all } = runOf("production");
  const identities = all
    .filter(({ type, protect }) => type in STATEFUL || protect)
    .map(({ urn }) => urn.replace(/^.*?analytical-platform-airflow::/, "").replaceAll("analytical-platform:", ""));
  expect(identities.sort()).toEqual([
    "airflow:Airflow$aws:kms/key:Key::airflow",
    "airflow:Airflow$aws:mwaa/environment:Environment::mwaa",
    "airflow:Airflow$aws:s3/bucket:Bucket::airflow",
    "airflow:Airflow$aws:secretsmanager/secret:Secret::smtp",
    "cluster:Cluster$aws:kms/key:Key::cluster",
    "cluster:Cluster$aws:kms/key:Key::pod-logs",
    "cluster:Cluster$eks:index:Cluster::cluster",
    ...["a", "b", "c"].map((zone) => `network:Network$aws:ec2/eip:Eip::nat-eu-west-2${zone}`),
    ...["a", "b", "c"].map((zone) => `network:Network$aws:ec2/natGateway:NatGateway::nat-eu-west-2${zone}`),
    "network:Network$aws:ec2/vpc:Vpc::vpc",
    "network:Network$aws:ec2transitgateway/vpcAttachment:VpcAttachment::transit-gateway",
    "network:Network$aws:kms/key:Key::flow-logs",
    "operations:Operations$aws:kms/key:Key::alarms",
    "workflows:Workflows$aws:kms/key:Key::workflow-secrets",
    "workflows:Workflows$aws:kms/replicaKey:ReplicaKey::workflow-secrets-replica",
  ]);
});

test("development has no Transit Gateway resource at all", () => {
  const { all } = runOf("development");
  expect(all.filter(({ type }) => type.startsWith("aws:ec2transitgateway/")).map(label)).toEqual([]);
  expect(all.filter(({ inputs }) => JSON.stringify(inputs).includes("tgw-")).map(label)).toEqual([]);
});

test.each(["test", "production"] as const)(
  "%s has the attachment, and its routes in every private route table",
  (stack) => {
    const run = runOf(stack);
    const { transitGateway } = stackConfig(stack).network;
    const attachment = run.one(ATTACHMENT, "transit-gateway");
    expect(attachment.inputs["transitGatewayId"]).toBe(transitGateway?.id);
    const tables = run.ofType("aws:ec2/routeTable:RouteTable").filter(({ name }) => name.startsWith("private-"));
    expect(tables).toHaveLength(stackConfig(stack).network.availabilityZones.length);
    for (const table of tables) {
      const routes = run
        .ofType(ROUTE)
        .filter(({ inputs, dependsOn }) => "transitGatewayId" in inputs && dependsOn.includes(table.urn));
      expect(routes.map(({ inputs }) => inputs["destinationCidrBlock"]).sort()).toEqual(
        [...(transitGateway?.destinationCidrBlocks ?? [])].sort(),
      );
      expect(routes.every(({ dependsOn }) => dependsOn.includes(attachment.urn))).toBe(true);
    }
  },
);

test("the preview says of a resource that violates a policy which property is wrong and what to write", () => {
  const broken = runOf("development").all.map((resource) =>
    resource.type === "aws:s3/bucket:Bucket" ? { ...resource, protect: false, inputs: {} } : resource,
  );
  expect(policyFindings(broken)).toEqual([
    expect.stringMatching(
      /^aws:s3\/bucket:Bucket airflow: tags: without .*owner.*: register withTags .*\[mandatory-tags\]$/,
    ),
    expect.stringMatching(/^aws:s3\/bucket:Bucket airflow: protect: .*write protect: true .*\[protection\]$/),
  ]);
});

test("the order in which the configuration names groups and services names nothing", async () => {
  const urns = async (config: StackConfig): Promise<string[]> =>
    (await runOnMocks(() => buildProgram("test", config))).all.map(({ urn }) => urn).sort();
  const config = smallStackConfig("test");
  const reversed: StackConfig = {
    ...config,
    network: { ...config.network, interfaceEndpoints: [...config.network.interfaceEndpoints].reverse() },
    cluster: { ...config.cluster, nodeGroups: Object.fromEntries(Object.entries(config.cluster.nodeGroups).reverse()) },
  };
  expect(await urns(reversed)).toEqual(await urns(config));
});

describe.each(STACKS)("the names of %s", (stack) => {
  /** Inputs that tell two resources of a type apart in AWS or Kubernetes, besides their name. */
  const SCOPES = ["role", "user", "bucket", "clusterName", "region", "vpcId", "mwaaEnvironmentName", "policyArn"];

  test("are unique for each provider and type, so that no resource takes over another", () => {
    const named = runOf(stack).all.flatMap(({ type, name, inputs, provider }) => {
      const metadata = inputs["metadata"] as { name?: unknown; namespace?: unknown } | undefined;
      const own = inputs["name"] ?? metadata?.name;
      const scopes = SCOPES.map((scope) => inputs[scope]);
      return typeof own === "string"
        ? [{ label: label({ type, name }), key: JSON.stringify([provider, type, metadata?.namespace, ...scopes, own]) }]
        : [];
    });
    const twice = named.filter(({ key }, index) => named.findIndex((other) => other.key === key) !== index);
    expect(named.length).toBeGreaterThan(50);
    expect(twice.map(({ label: each }) => each)).toEqual([]);
  });

  test("of the platform's roles, users and policies are the reserved ones", () => {
    const prefix = `airflow-${stack}-`;
    const names = runOf(stack)
      .all.filter(
        ({ type, parent }) => /^aws:iam\/(role|user|policy):/.test(type) && !(parent ?? "").includes(":Workflow"),
      )
      .map(({ inputs }) => inputs["name"] as string);
    expect(names.filter((each) => !each.startsWith(prefix))).toEqual([]);
    expect([...new Set(names.map((each) => each.slice(prefix.length)))].sort()).toEqual([...RESERVED_NAMES].sort());
  });
});

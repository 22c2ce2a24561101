import type { StackConfig } from "../../../infra/config/stack.generated";
import {
  buildLayers,
  list,
  type Recorded,
  type Recording,
  runOnMocks,
  STACKS,
  smallStackConfig,
  stackConfig,
  statements,
} from "../../support/mocks";

// The first run loads the providers' packages.
jest.setTimeout(60_000);

/** Types that AWS gives no tags, each with the reason. */
const UNTAGGABLE: Readonly<Record<string, string>> = {
  "aws:autoscaling/tag:Tag": "it is a tag",
  "aws:ec2/route:Route": "part of a route table",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "part of a route table",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "part of an access entry",
  "aws:iam/rolePolicy:RolePolicy": "part of a role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "part of a role",
  "aws:iam/userPolicy:UserPolicy": "part of a user",
  "aws:kms/alias:Alias": "a name of a key",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "a setting of a bucket",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "a setting of a bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "a setting of a bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "a setting of a bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "a setting of a bucket",
  "aws:s3/bucketVersioning:BucketVersioning": "a setting of a bucket",
};

/** Statements whose resource is `*`, each with the reason. */
const WILDCARD_RESOURCES: Readonly<Record<string, string>> = {
  "execution CheckPublicAccessBlock": "a setting of the account, without a resource",
  "execution PutMetrics": "AWS knows no resource; narrowed to the namespace",
  "cluster-autoscaler Describe": "AWS knows no resource for these actions",
  "aws-cloudwatch-metrics DescribeNode": "AWS knows no resource for these actions",
};

/** Types that lose data, or an address that others rely on, when they are deleted. */
const STATEFUL = [
  "aws:ec2/eip:Eip",
  "aws:kms/key:Key",
  "aws:mwaa/environment:Environment",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
  "eks:index:Cluster",
];

describe.each(STACKS)("the layers of %s", (stack) => {
  let run: Recording;
  let aws: Recorded[];

  beforeAll(async () => {
    run = await runOnMocks(() => buildLayers(stack, stackConfig(stack)));
    aws = run.all.filter(({ type }) => type.startsWith("aws:"));
  });

  test("every resource that can be tagged has all tags", () => {
    const expected = ["application", "business-unit", "environment-name", "is-production", "owner", "source-code"];
    const untagged = [...aws, run.one("eks:index:Cluster", "cluster")]
      .filter(({ type }) => !(type in UNTAGGABLE))
      .filter(({ inputs }) => !expected.every((tag) => tag in ((inputs["tags"] ?? {}) as object)))
      .map(({ type, name }) => `${type} ${name}`);
    expect(untagged).toEqual([]);
  });

  test("every resource has an explicit provider and a component above it", () => {
    const lost = run.all
      .filter(({ type }) => /^(aws|kubernetes):/.test(type))
      .filter(({ provider, parent }) => provider === null || parent === null)
      .map(({ urn }) => urn);
    expect(lost).toEqual([]);
  });

  test("no statement allows a wildcard action, or every resource without a reason", () => {
    const allowed = aws
      .filter(({ inputs }) => typeof inputs["policy"] === "string")
      .flatMap((resource) => statements(resource).map((statement) => ({ resource, statement })))
      .filter(({ statement }) => statement.Effect === "Allow");
    const name = ({ resource, statement }: (typeof allowed)[number]): string => `${resource.name} ${statement.Sid}`;
    expect(
      allowed.filter(({ statement }) => list(statement.Action).some((action) => action.includes("*"))).map(name),
    ).toEqual([]);
    // In a key's own policy `*` is the key.
    const everything = allowed
      .filter(({ resource }) => resource.type !== "aws:kms/key:Key")
      .filter(({ statement }) => list(statement.Resource ?? []).includes("*"))
      .map(name);
    expect(everything.filter((statement) => !(statement in WILDCARD_RESOURCES))).toEqual([]);
  });

  test("nothing admits the world", () => {
    const ingress = aws.filter(({ type }) => /IngressRule$|SecurityGroup$/.test(type));
    expect(
      ingress.filter(({ inputs }) =>
        JSON.stringify(inputs["ingress"] ?? inputs["cidrIpv4"] ?? "").includes("0.0.0.0/0"),
      ),
    ).toEqual([]);
    expect(run.one("eks:index:Cluster", "cluster").inputs["publicAccessCidrs"] ?? []).not.toContain("0.0.0.0/0");
  });

  test("what cannot be made again is protected", () => {
    const unprotected = run.all
      .filter(({ type, protect }) => STATEFUL.includes(type) && !protect)
      .map(({ urn }) => urn);
    expect(unprotected).toEqual([]);
  });
});

test("the order in which the configuration names groups and services names nothing", async () => {
  const urns = async (config: StackConfig): Promise<string[]> =>
    (await runOnMocks(() => buildLayers("test", config))).all.map(({ urn }) => urn).sort();
  const config = smallStackConfig("test");
  const reversed: StackConfig = {
    ...config,
    network: { ...config.network, interfaceEndpoints: [...config.network.interfaceEndpoints].reverse() },
    cluster: { ...config.cluster, nodeGroups: Object.fromEntries(Object.entries(config.cluster.nodeGroups).reverse()) },
  };
  expect(await urns(reversed)).toEqual(await urns(config));
});

/** What one line of configuration changes, and nothing else. */
test.each([
  [
    "a node group's maximum",
    (config: StackConfig): void => {
      Object.assign(config.cluster.nodeGroups["standard"] ?? {}, { maxSize: 11 });
    },
    ["aws:eks/nodeGroup:NodeGroup standard"],
  ],
  [
    "the version of pod networking",
    (config: StackConfig): void => {
      config.cluster.vpcCniVersion = "v1.23.1-eksbuild.1";
    },
    ["aws:eks/addon:Addon vpc-cni"],
  ],
  [
    "the number of workers",
    (config: StackConfig): void => {
      config.airflow.maxWorkers = 21;
    },
    ["aws:mwaa/environment:Environment mwaa"],
  ],
])("changing %s changes only what it should", async (_, change, expected) => {
  const before = await runOnMocks(() => buildLayers("production", smallStackConfig("production")));
  const config = smallStackConfig("production");
  change(config);
  const after = await runOnMocks(() => buildLayers("production", config));
  const earlier = new Map(before.all.map((resource) => [resource.urn, JSON.stringify(resource)]));
  const changed = after.all.filter((resource) => earlier.get(resource.urn) !== JSON.stringify(resource));
  expect(changed.map(({ type, name }) => `${type} ${name}`)).toEqual(expected);
  expect(after.all.map(({ urn }) => urn).sort()).toEqual(before.all.map(({ urn }) => urn).sort());
});

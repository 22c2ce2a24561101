import { stackConfigFindings } from "../../../platform/config/rules";
import type { NodeGroupConfig, StackConfig } from "../../../platform/config/stack.generated";
import { STACKS, stackConfig } from "../../support/mocks";

type Stack = (typeof STACKS)[number];

/** The findings of a stack after a change to it, as `code at key`. */
function findings(stack: Stack, change: (config: StackConfig) => void): string[] {
  const config = stackConfig(stack);
  change(config);
  return stackConfigFindings(stack, config).map(({ code, path }) => `${code} at ${path.join(".")}`);
}

function messages(stack: Stack, change: (config: StackConfig) => void): string[] {
  const config = stackConfig(stack);
  change(config);
  return stackConfigFindings(stack, config).map(({ message }) => message);
}

/** A change to one node group. */
function group(name: string, values: Partial<NodeGroupConfig>): (config: StackConfig) => void {
  return (config) => Object.assign(config.cluster.nodeGroups[name] ?? {}, values);
}

/** The node groups without those that are named. */
function withoutGroups({ cluster }: StackConfig, ...names: string[]): StackConfig["cluster"]["nodeGroups"] {
  return Object.fromEntries(Object.entries(cluster.nodeGroups).filter(([name]) => !names.includes(name)));
}

test.each(STACKS)("the configuration of %s breaks no rule", (stack) => {
  expect(stackConfigFindings(stack, stackConfig(stack))).toEqual([]);
});

test("a Transit Gateway destination wider than the VPC is legitimate", () => {
  const config = stackConfig("production");
  expect(config.network.transitGateway?.destinationCidrBlocks).toContain("10.0.0.0/8");
  expect(stackConfigFindings("production", config)).toEqual([]);
});

test("a work group is shared or a project's own, not both", () => {
  const change =
    (own: string) =>
    ({ workflows }: StackConfig) => {
      workflows.athena.ownWorkGroups = [
        { workflows: ["courts/*"], workGroups: ["courts"] },
        { workflows: ["prisons/*"], workGroups: ["prisons", own] },
      ];
    };
  expect(findings("development", change("primary"))).toEqual([
    "shared-work-group at workflows.athena.ownWorkGroups.1.workGroups.1",
  ]);
  expect(findings("development", change("prisons-2"))).toEqual([]);
});

const network: [string, Stack, (config: StackConfig) => void, string[]][] = [
  [
    "subnets that do not fit",
    "development",
    ({ network: { subnetPrefixLengths } }) => (subnetPrefixLengths.private = 19),
    ["subnets-do-not-fit at network.subnetPrefixLengths"],
  ],
  [
    "a block with bits beyond its prefix",
    "development",
    (config) => (config.network.cidrBlock = "10.200.1.0/18"),
    ["malformed-block at network.cidrBlock"],
  ],
  [
    "a VPC larger than AWS takes",
    "development",
    (config) => (config.network.cidrBlock = "11.0.0.0/8"),
    ["vpc-size at network.cidrBlock"],
  ],
  [
    "a zone of another region",
    "development",
    (config) => (config.network.availabilityZones[1] = "eu-west-1b"),
    ["zone-of-another-region at network.availabilityZones.1"],
  ],
  [
    "a destination inside the VPC",
    "test",
    (config) => config.network.transitGateway?.destinationCidrBlocks.splice(0, 1, "10.200.64.0/20"),
    ["destination-in-vpc at network.transitGateway.destinationCidrBlocks.0"],
  ],
  [
    "the VPC itself as destination",
    "test",
    (config) => config.network.transitGateway?.destinationCidrBlocks.splice(0, 1, "10.200.64.0/18"),
    ["destination-in-vpc at network.transitGateway.destinationCidrBlocks.0"],
  ],
  [
    "overlapping destinations",
    "test",
    (config) => config.network.transitGateway?.destinationCidrBlocks.push("172.20.128.0/17"),
    ["overlapping-destinations at network.transitGateway.destinationCidrBlocks.4"],
  ],
  [
    "a destination among the addresses of services",
    "test",
    (config) => config.network.transitGateway?.destinationCidrBlocks.push("172.16.8.0/24"),
    ["destination-in-services at network.transitGateway.destinationCidrBlocks.4"],
  ],
  [
    "a destination that is no block",
    "test",
    (config) => config.network.transitGateway?.destinationCidrBlocks.push("194.33.300.0/24"),
    ["malformed-block at network.transitGateway.destinationCidrBlocks.4"],
  ],
  [
    "a peer that overlaps the VPC, and one that overlaps a peer",
    "development",
    (config) => (config.network.peers = { office: "10.200.32.0/20", one: "10.9.0.0/16", two: "10.9.8.0/24" }),
    ["overlapping-networks at network.peers.office", "overlapping-networks at network.peers.two"],
  ],
  [
    "a VPC among the addresses of services",
    "development",
    (config) => Object.assign(config.network, { cidrBlock: "172.16.0.0/18" }),
    ["overlapping-networks at network.cidrBlock"],
  ],
  [
    "a private web server without its endpoints",
    "production",
    (config) => (config.airflow.webserverAccess = "private"),
    ["missing-endpoint at network.interfaceEndpoints"],
  ],
];

const cluster: [string, Stack, (config: StackConfig) => void, string[]][] = [
  [
    "an API open to the world",
    "development",
    (config) => config.cluster.publicAccessCidrBlocks.push("0.0.0.0/0"),
    ["open-to-the-world at cluster.publicAccessCidrBlocks.1"],
  ],
  [
    "a private endpoint that admits everyone",
    "production",
    (config) => (config.cluster.privateAccessCidrBlocks = ["0.0.0.0/0"]),
    ["open-to-the-world at cluster.privateAccessCidrBlocks.0"],
  ],
  [
    "a maximum below the minimum",
    "development",
    group("standard", { minSize: 3, maxSize: 2 }),
    ["max-below-min at cluster.nodeGroups.standard.maxSize"],
  ],
  [
    "a desired size out of range",
    "development",
    group("standard", { desiredSize: 11 }),
    ["desired-outside at cluster.nodeGroups.standard.desiredSize"],
  ],
  [
    "an AL2023 release of another minor",
    "development",
    group("standard", { amiType: "AL2023_x86_64_STANDARD", amiReleaseVersion: "1.33.4-20250920" }),
    ["release-of-another-minor at cluster.nodeGroups.standard.amiReleaseVersion"],
  ],
  [
    "an AL2023 release on Bottlerocket",
    "development",
    group("standard", { amiReleaseVersion: "1.36.0-20260801" }),
    ["release-of-another-family at cluster.nodeGroups.standard.amiReleaseVersion"],
  ],
  [
    "a fleet without a group",
    "development",
    (config) => {
      config.cluster.nodeGroups = Object.fromEntries(
        Object.entries(config.cluster.nodeGroups).filter(([name]) => !name.startsWith("gpu-spot")),
      );
    },
    ["missing-fleet at cluster.nodeGroups"],
  ],
  [
    "a fleet whose every group repels its pods",
    "development",
    (config) => {
      for (const nodeGroup of Object.values(config.cluster.nodeGroups).filter(
        ({ fleet, capacity }) => fleet === "gpu" && capacity === "spot",
      )) {
        nodeGroup.taints = [{ key: "reserved", value: "true", effect: "NoExecute" }];
      }
    },
    ["missing-fleet at cluster.nodeGroups"],
  ],
  [
    "a compute profile that fits nowhere",
    "production",
    (config) => (config.cluster.nodeGroups = withoutGroups(config, "gpu-on-demand-48xlarge")),
    ["profile-fits-nowhere at cluster.nodeGroups", "profile-fits-nowhere at cluster.nodeGroups"],
  ],
  [
    "a small compute profile that would start a large node",
    "production",
    (config) => (config.cluster.nodeGroups = withoutGroups(config, "general-spot-xlarge", "general-spot-2xlarge")),
    [
      "profile-on-too-large-node at cluster.nodeGroups.general-spot-4xlarge",
      "profile-on-too-large-node at cluster.nodeGroups.general-spot-4xlarge",
    ],
  ],
  [
    "no node for the system",
    "development",
    group("standard", { minSize: 0, desiredSize: 0 }),
    ["no-system-group at cluster.nodeGroups"],
  ],
  [
    "an unknown instance type",
    "development",
    group("standard", { instanceTypes: ["m6a.xlarge", "m6a.xlrge"] }),
    ["unknown-instance-type at cluster.nodeGroups.standard.instanceTypes.1"],
  ],
  [
    "types of two sizes",
    "development",
    group("standard", { instanceTypes: ["m6a.xlarge", "m6a.2xlarge"] }),
    ["mixed-sizes at cluster.nodeGroups.standard.instanceTypes.1"],
  ],
  [
    "a GPU group without driver",
    "development",
    group("gpu-spot-xlarge", { amiType: "BOTTLEROCKET_x86_64" }),
    ["ami-and-fleet at cluster.nodeGroups.gpu-spot-xlarge.amiType"],
  ],
  [
    "a GPU group without GPUs",
    "development",
    group("gpu-spot-xlarge", { instanceTypes: ["m6a.xlarge"] }),
    ["gpus-and-fleet at cluster.nodeGroups.gpu-spot-xlarge.instanceTypes.0"],
  ],
  [
    "callers of the private API whom it could not answer",
    "development",
    (config) => (config.cluster.privateAccessCidrBlocks = ["10.26.0.0/16"]),
    ["no-way-back at cluster.privateAccessCidrBlocks.0"],
  ],
  [
    "as many node groups as EKS lets a cluster have, so that none could be replaced",
    "production",
    (config) => (config.cluster.nodeGroupQuota = 30),
    ["too-many-node-groups at cluster.nodeGroups"],
  ],
];

const airflow: [string, Stack, (config: StackConfig) => void, string[]][] = [
  [
    "fewer workers at most than at least",
    "production",
    (config) => Object.assign(config.airflow, { minWorkers: 5, maxWorkers: 4 }),
    ["max-below-min at airflow.maxWorkers"],
  ],
  [
    "more tasks than a worker of the class holds",
    "production",
    (config) => (config.airflow.configurationOptions = { "celery.worker_autoscale": "60,1" }),
    ["worker-autoscale at airflow.configurationOptions.celery.worker_autoscale"],
  ],
  [
    "a password among the options",
    "production",
    (config) => (config.airflow.configurationOptions = { "smtp.smtp_password": "x" }),
    ["secret-option at airflow.configurationOptions.smtp.smtp_password"],
  ],
  [
    "an option that MWAA overrules",
    "production",
    (config) => (config.airflow.configurationOptions = { "core.executor": "LocalExecutor", "core.parallelism": "64" }),
    ["reserved-option at airflow.configurationOptions.core.executor"],
  ],
  [
    "an option of the metrics that MWAA overrules, beside one that it does not",
    "production",
    (config) =>
      (config.airflow.configurationOptions = { "metrics.statsd_host": "x", "metrics.metrics_block_list": "pool" }),
    ["reserved-option at airflow.configurationOptions.metrics.statsd_host"],
  ],
  [
    "an option without a section",
    "production",
    (config) => (config.airflow.configurationOptions = { parallelism: "64" }),
    ["option-name at airflow.configurationOptions.parallelism"],
  ],
  [
    "two accounts and no profile for the other one",
    "production",
    (config) => delete config.accounts.data.profile,
    ["no-profile at accounts.data"],
  ],
  [
    "a boundary of another account",
    "production",
    (config) => (config.delivery.permissionsBoundaryArns = { data: "arn:aws:iam::111111111111:policy/boundary" }),
    ["boundary-of-another-account at delivery.permissionsBoundaryArns.data"],
  ],
  [
    "a boundary of the other account for roles of the compute account",
    "production",
    (config) => (config.delivery.computeRolesBoundaryArn = "arn:aws:iam::444444444444:policy/boundary"),
    ["boundary-of-another-account at delivery.computeRolesBoundaryArn"],
  ],
  [
    "a boundary of the other account for the workflows' roles",
    "production",
    (config) => (config.workflows.permissionsBoundaryArn = "arn:aws:iam::111111111111:policy/boundary"),
    ["boundary-of-another-account at workflows.permissionsBoundaryArn"],
  ],
  [
    "boundaries that deployments of an environment may change",
    "production",
    (config) => {
      config.delivery.computeRolesBoundaryArn = "arn:aws:iam::333333333333:policy/airflow-production-limit";
      config.delivery.permissionsBoundaryArns = { data: "arn:aws:iam::444444444444:policy/airflow-test-limit" };
      config.workflows.permissionsBoundaryArn = "arn:aws:iam::444444444444:policy/airflow-development-limit";
    },
    [
      "boundary-that-deployments-change at delivery.permissionsBoundaryArns.data",
      "boundary-that-deployments-change at delivery.computeRolesBoundaryArn",
      "boundary-that-deployments-change at workflows.permissionsBoundaryArn",
    ],
  ],
  [
    "results buckets as buckets that Athena reads for workflows that migrate",
    "production",
    ({ workflows }) => {
      const [results] = workflows.athena.resultsBuckets;
      workflows.compatibility.athenaBuckets = [
        { workflows: ["a/b"], buckets: ["lookup-tables", results, "aws-athena-query-results-1"] },
      ];
    },
    [
      "results-of-every-workflow at workflows.compatibility.athenaBuckets.0.buckets.1",
      "results-of-every-workflow at workflows.compatibility.athenaBuckets.0.buckets.2",
    ],
  ],
  [
    "a subject of another owner's repository",
    "production",
    (config) => (config.delivery.subjectPrefix = "repo:somebody-1/airflow-2"),
    ["subject-of-another-owner at delivery.subjectPrefix"],
  ],
  [
    "a ref in place of a branch",
    "production",
    (config) => (config.delivery.branch = "refs/heads/main"),
    ["branch-is-a-ref at delivery.branch"],
  ],
  [
    "secrets replicated to where they are",
    "production",
    (config) => (config.workflows.secrets.replicaRegion = config.accounts.data.region),
    ["replica-in-same-region at workflows.secrets.replicaRegion"],
  ],
  [
    "a tag of maintainers that deployments set on roles, in another case",
    "production",
    (config) => (config.workflows.secrets.maintainerPrincipalTag = "Owner"),
    ["maintainer-tag-of-the-platform at workflows.secrets.maintainerPrincipalTag"],
  ],
  [
    "production that is not tagged as such",
    "production",
    (config) => (config.tags.isProduction = false),
    ["is-production at tags.isProduction"],
  ],
];

test.each([...network, ...cluster, ...airflow])("%s: refused at its key", (_, stack, change, expected) => {
  expect(findings(stack, change)).toEqual(expected);
});

test("the role that deploys is warned of among the administrators: EKS refuses a second entry for who creates the cluster", () => {
  const config = stackConfig("production");
  const deployer = "arn:aws:iam::333333333333:role/analytical-platform-airflow-production-apply";
  config.cluster.administratorRoleArns.push(deployer);
  expect(stackConfigFindings("production", config)).toEqual([
    expect.objectContaining({ severity: "warning", path: ["cluster", "administratorRoleArns", 1] }),
  ]);
});

test("what says that there are too many node groups says by which number to raise the quota", () => {
  const [message] = messages("production", (config) => (config.cluster.nodeGroupQuota = 29));
  expect(message).toContain("30 node groups are more than the 29 that EKS lets a cluster have");
  expect(message).toContain("L-6D54EA21) and write cluster.nodeGroupQuota: 40");
});

test("all problems come at once", () => {
  const found = findings("test", (config) => {
    config.network.subnetPrefixLengths.private = 18;
    config.cluster.publicAccessCidrBlocks = ["0.0.0.0/0"];
    group("standard", { maxSize: 1 })(config);
    config.airflow.maxWorkers = 1;
    config.airflow.minWorkers = 2;
  });
  expect(found).toHaveLength(4);
});

test("a message says what to write instead", () => {
  const told = messages("development", (config) => {
    group("standard", { instanceTypes: ["m6a.xlrge"] })(config);
    config.cluster.publicAccessCidrBlocks = ["0.0.0.0/0"];
  });
  expect(told).toEqual([
    expect.stringContaining("write the blocks of your offices and runners, or [] for none"),
    expect.stringContaining("write one that is, such as m6a.xlarge"),
  ]);
});

test("the error for a profile that fits nowhere names its requests, the largest node, and a group to add", () => {
  const [message] = messages("production", (config) => {
    config.cluster.nodeGroups = withoutGroups(config, "general-spot-48xlarge");
  });
  expect(message).toBe(
    "no node has room for compute profile general-spot-120vcpu-500gb, which asks for 120 CPU and 500 GiB: the largest of " +
      "its fleet and capacity, of group general-spot-24xlarge, has 95.25 CPU and 351.8 GiB after what kubelet and " +
      "DaemonSets keep. Add a group with fleet: general, capacity: spot and instanceTypes: [r6a.32xlarge, r6i.32xlarge, " +
      "r8i.32xlarge]",
  );
});

test("a mistake in a group's instance types is one error, without one more for every profile of its fleet", () => {
  for (const [type, code] of [
    ["m99.48xlarge", "unknown-instance-type"],
    ["m7i.xlarge", "mixed-sizes"],
  ] as const) {
    const found = findings("production", group("general-spot-48xlarge", { instanceTypes: ["m7i.48xlarge", type] }));
    expect(found).toEqual([`${code} at cluster.nodeGroups.general-spot-48xlarge.instanceTypes.1`]);
  }
});

test("the VPCs of all environments can be connected: each names the others as peers, with the blocks that they have", () => {
  const blocks = STACKS.map((stack) => [stack, stackConfig(stack).network.cidrBlock] as const);
  for (const stack of STACKS) {
    expect(stackConfig(stack).network.peers).toEqual(Object.fromEntries(blocks.filter(([other]) => other !== stack)));
  }
});

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { policyFindings } from "../../../preview/policies";
import { nodeClassSpec, nodePoolSpec } from "../../../platform/cluster/karpenter-objects";
import { ROOT } from "../../../platform/root";
import { karpenterConfig } from "../../support/karpenter";
import {
  buildProgram,
  list,
  type Recorded,
  type Recording,
  runOnMocks,
  smallStackConfig,
  statements,
  text,
} from "../../support/mocks";
import { release, type Release } from "./releases";

// The first run loads the providers' packages.
jest.setTimeout(60_000);

const NODE_POOL = "kubernetes:karpenter.sh/v1:NodePool";
const NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry";
const POOL_LABEL = "compute.analytical-platform.service.justice.gov.uk/node-pool";
const RELEASE = "kubernetes:helm.sh/v3:Release";

let run: Recording;
let karpenter: Release;

const PLACE = {
  clusterName: "airflow-production",
  instanceProfile: "profile",
  subnetIds: ["subnet"],
  securityGroupId: "sg",
  tags: {},
};

/** The `spec` of a pool or class. */
function spec(type: string, name: string): Record<string, unknown> {
  return run.one(type, name).inputs["spec"] as Record<string, unknown>;
}

beforeAll(async () => {
  run = await runOnMocks(() => buildProgram("production", karpenterConfig("production")));
  karpenter = release(run, "karpenter");
});

test("shipped stacks have no Karpenter", async () => {
  const shipped = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
  expect(shipped.all.filter(({ name }) => name.includes("karpenter"))).toEqual([]);
  expect(shipped.ofType(NODE_POOL)).toEqual([]);
});

describe("nodes", () => {
  test("the cluster admits the nodes' role, without which none would join", () => {
    const entry = run.one(ACCESS_ENTRY, "karpenter-node");
    expect(entry.inputs).toMatchObject({
      clusterName: "airflow-production",
      type: "EC2_LINUX",
      principalArn: expect.stringContaining("airflow-production-karpenter-node") as string,
    });
    for (const pool of run.ofType(NODE_POOL)) {
      expect(run.dependsOn(pool, entry)).toBe(true);
    }
  });

  test("they have the rights of the other nodes, through an instance profile of the program", () => {
    const role = run.one("aws:iam/role:Role", "karpenter-node");
    const policies = (component: string): unknown[] =>
      run
        .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ name }) => name.startsWith(`${component}-Amazon`))
        .map(({ inputs }) => inputs["policyArn"]);
    expect(policies("karpenter-node")).toEqual(policies("node"));
    expect(role.inputs).toHaveProperty("permissionsBoundary");
    expect(run.dependencies(run.one("aws:iam/instanceProfile:InstanceProfile", "karpenter-node"), role.type)).toEqual([
      "karpenter-node",
    ]);
    for (const { inputs } of run.ofType(NODE_CLASS)) {
      expect(inputs["spec"]).toMatchObject({ instanceProfile: "airflow-production-karpenter-node" });
    }
  });

  test("they start as those of node groups do: pinned, encrypted, tagged, in private subnets, closed to pods", () => {
    expect(spec(NODE_CLASS, "gpu-spot")).toMatchObject({
      amiSelectorTerms: [{ alias: "bottlerocket@v1.64.0" }],
      associatePublicIPAddress: false,
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", rootVolume: false, ebs: { encrypted: true, volumeSize: "4Gi" } },
        { deviceName: "/dev/xvdb", rootVolume: true, ebs: { encrypted: true, volumeSize: "200Gi" } },
      ],
      tags: { Name: "airflow-production-gpu-spot", owner: "analytical-platform@justice.gov.uk" },
    });
    expect((spec(NODE_CLASS, "gpu-spot")["subnetSelectorTerms"] as unknown[]).length).toBe(3);
  });
});

describe("pools", () => {
  test("each fleet and capacity has the label and taint of its node groups", () => {
    for (const name of ["general-spot", "general-on-demand", "gpu-spot", "gpu-on-demand"]) {
      expect(spec(NODE_POOL, name)).toMatchObject({
        template: {
          metadata: { labels: { [POOL_LABEL]: name } },
          spec: {
            nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name },
            taints: expect.arrayContaining([{ key: POOL_LABEL, value: name, effect: "NoSchedule" }]) as unknown,
          },
        },
      });
    }
    expect(spec(NODE_POOL, "high-memory")).toMatchObject({
      template: {
        metadata: { labels: { "high-memory": "true" } },
        spec: { taints: [{ key: "high-memory", value: "true", effect: "NoSchedule" }] },
      },
    });
  });

  test("the control plane's tests get the very objects that the program registers", () => {
    const { cluster } = karpenterConfig("production");
    expect(run.ofType(NODE_POOL).map(({ name }) => name)).toEqual(Object.keys(cluster.nodePools));
    for (const [name, pool] of Object.entries(cluster.nodePools)) {
      expect(spec(NODE_POOL, name)).toEqual(nodePoolSpec(name, pool));
      expect(Object.keys(spec(NODE_CLASS, name)).sort()).toEqual(Object.keys(nodeClassSpec(name, pool, PLACE)).sort());
    }
  });

  test("nothing in a pool ends a running task", () => {
    for (const { inputs } of run.ofType(NODE_POOL)) {
      const { template, disruption } = inputs["spec"] as { template: { spec: object }; disruption: object };
      expect(template.spec).toMatchObject({ expireAfter: "Never" });
      expect(template.spec).not.toHaveProperty("terminationGracePeriod");
      expect(disruption).toMatchObject({ consolidationPolicy: "WhenEmpty" });
    }
  });

  test("spot has many types to choose from, none too small, and a limit", () => {
    const { template, limits } = spec(NODE_POOL, "general-spot") as {
      template: { spec: { requirements: { key: string; values: string[] }[] } };
      limits: unknown;
    };
    const types =
      template.spec.requirements.find(({ key }) => key === "node.kubernetes.io/instance-type")?.values ?? [];
    expect(types.length).toBeGreaterThan(30);
    expect(types.filter((type) => type.endsWith(".large"))).toEqual([]);
    expect(limits).toEqual({ cpu: "768" });
  });
});

describe("the controller", () => {
  test("it runs as its own role, reads notices of interruptions, and comes after its kinds", () => {
    expect(karpenter.namespace).toBe("kube-system");
    expect(karpenter.resource.inputs).toMatchObject({
      chart: "oci://public.ecr.aws/karpenter/karpenter",
      skipCrds: true,
    });
    expect(karpenter.resource.inputs).not.toHaveProperty("repositoryOpts");
    expect(karpenter.values).toMatchObject({
      serviceAccount: {
        name: "karpenter",
        annotations: {
          "eks.amazonaws.com/role-arn": expect.stringMatching(/role\/airflow-production-karpenter$/) as string,
        },
      },
      settings: { clusterName: "airflow-production", interruptionQueue: "airflow-production-karpenter" },
    });
    expect(run.dependsOn(karpenter.resource, run.one(RELEASE, "karpenter-crd"))).toBe(true);
    expect(run.dependsOn(karpenter.resource, run.one("aws:eks/nodeGroup:NodeGroup", "standard"))).toBe(true);
    for (const pool of [...run.ofType(NODE_POOL), ...run.ofType(NODE_CLASS)]) {
      expect(run.dependsOn(pool, karpenter.resource)).toBe(true);
    }
  });

  test("the kinds come from one chart only, at one version", () => {
    const version = ({ resource }: Release): unknown => resource.inputs["version"];
    expect(version(release(run, "karpenter-crd"))).toBe(version(karpenter));
  });

  test("it starts only what carries this cluster's tags, ends nothing else, and gives nodes no other role", () => {
    const own = statements(run.one("aws:iam/rolePolicy:RolePolicy", "karpenter"));
    const conditions = (action: string): string[] =>
      own.filter(({ Action }) => list(Action).includes(action)).map(({ Condition }) => JSON.stringify(Condition ?? {}));
    for (const action of ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"]) {
      expect(conditions(action)).toEqual([
        expect.stringContaining("aws:ResourceTag/kubernetes.io/cluster/airflow-production"),
      ]);
    }
    expect(conditions("ec2:CreateLaunchTemplate")).toEqual([
      expect.stringContaining("aws:RequestTag/kubernetes.io/cluster/airflow-production"),
    ]);
    expect(own.find(({ Action }) => Action === "iam:PassRole")?.Resource).toMatch(/airflow-production-karpenter-node$/);
    expect(own.flatMap(({ Action }) => list(Action)).filter((action) => /InstanceProfile$/.test(action))).toEqual([
      "iam:GetInstanceProfile",
    ]);
  });

  test("only EventBridge of this account fills its queue, with what Karpenter acts on", () => {
    const [allowed] = statements(run.one("aws:sqs/queuePolicy:QueuePolicy", "karpenter"));
    expect(allowed).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "333333333333" } },
    });
    const patterns = run
      .ofType("aws:cloudwatch/eventRule:EventRule")
      .filter(({ name }) => name.startsWith("karpenter-"))
      .map(({ inputs }) => JSON.parse(inputs["eventPattern"] as string) as { "detail-type": string[] });
    expect(patterns.flatMap((pattern) => pattern["detail-type"]).sort()).toEqual([
      "AWS Health Event",
      "EC2 Instance State-change Notification",
      "EC2 Spot Instance Interruption Warning",
    ]);
  });
});

test("there is no Cluster Autoscaler if no group grows", () => {
  expect(run.all.filter(({ name }) => name.includes("cluster-autoscaler"))).toEqual([]);
});

test("while old groups drain, the autoscaler stays to remove their nodes", async () => {
  const config = karpenterConfig("production");
  const old = smallStackConfig("production").cluster.nodeGroups["general-spot-xlarge"];
  Object.assign(config.cluster.nodeGroups, { "general-spot-xlarge": { ...old, draining: true } });
  const moving = await runOnMocks(() => buildProgram("production", config));
  release(moving, "cluster-autoscaler");
  expect(moving.one("aws:eks/nodeGroup:NodeGroup", "general-spot-xlarge").inputs["taints"]).toContainEqual({
    key: "airflow.analytical-platform.service.justice.gov.uk/draining",
    value: "true",
    effect: "NO_SCHEDULE",
  });
});

test("the program keeps the rules for resources with Karpenter too", () => {
  expect(policyFindings(run.all)).toEqual([]);
});

test.each([
  [
    { metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 2 } },
    ["instance-metadata", "instance-metadata"],
  ],
  [{ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: "4Gi" } }] }, ["encrypted-volumes"]],
  [{ blockDeviceMappings: [] }, ["encrypted-volumes"]],
])("a node class with %o breaks a rule, as a launch template would", (change, rules) => {
  const [nodeClass] = run.ofType(NODE_CLASS);
  const inputs = { ...nodeClass?.inputs, spec: { ...(nodeClass?.inputs["spec"] as object), ...change } };
  const found = policyFindings([{ ...nodeClass, inputs } as Recorded]);
  expect(found.map((line) => /\[([a-z-]+)\]$/.exec(line)?.[1])).toEqual(rules);
});

test("the installed version is the one that the tests' kinds come from", () => {
  const module = readFileSync(resolve(ROOT, "tests/cluster/components/karpenter-aws/go.mod"), "utf8");
  expect(module).toContain(`karpenter-provider-aws v${text(karpenter.resource, "version")}`);
});

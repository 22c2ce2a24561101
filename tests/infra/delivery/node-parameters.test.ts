import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { boundaryDocument } from "../../../infra/delivery/boundary";
import { ROOT } from "../../../platform/root";
import { stackConfig } from "../../support/mocks";
import { type Answer, answerTo } from "../../platform/delivery/simulate";

interface Document {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}

/** AWS's own policy with Session Manager, which every node has. */
const POLICY = "AmazonSSMManagedInstanceCore";
/** AWS's policy for machines that a whole account manages: what the agent needs, and no parameters. */
const WITHOUT_PARAMETERS = "AmazonSSMManagedEC2InstanceDefaultPolicy";
const PARAMETER = "arn:aws:ssm:eu-west-2:111111111111:parameter/other-team/database-password";

const documents = managedPolicies(POLICY, WITHOUT_PARAMETERS);
const scope = { environment: "development", account: "compute", config: stackConfig("development") } as const;

/** What AWS says to a node that has the policy, with the boundary of its role or without. */
async function answerToNode(action: string, resource: string, bounded: boolean): Promise<Answer> {
  return await answerTo(
    {
      account: "111111111111",
      role: "arn:aws:iam::111111111111:role/airflow-development-node",
      action,
      resource,
      context: {},
    },
    {
      identityPolicies: [{ name: POLICY, policy: documents[POLICY] as object }],
      ...(bounded ? { permissionBoundaryPolicies: [{ name: "boundary", policy: boundaryDocument(scope) }] } : {}),
    },
  );
}

describe.each(["ssm:GetParameter", "ssm:GetParameters"])("%s", (action) => {
  test("is what AWS's policy permits for every parameter of the account", async () => {
    expect(await answerToNode(action, PARAMETER, false)).toBe("admitted");
  });

  test("is refused to a node by its boundary", async () => {
    expect(await answerToNode(action, PARAMETER, true)).toBe("refused");
  });

  test("is not what the agent of Systems Manager needs, by AWS's own newer policy", () => {
    expect(actionsOf(WITHOUT_PARAMETERS)).not.toContain(action);
  });
});

test("a node's boundary leaves it all that the agent of Systems Manager needs", async () => {
  const actions = actionsOf(WITHOUT_PARAMETERS);
  expect(actions.length).toBeGreaterThan(20);
  const answers = await Promise.all(actions.map(async (action) => ({ action, answer: await answerAnywhere(action) })));
  expect(answers.filter(({ answer }) => answer !== "admitted")).toEqual([]);
});

/** The answer for the first resource that the action takes. */
async function answerAnywhere(action: string): Promise<Answer> {
  for (const resource of [
    "*",
    "arn:aws:ec2:eu-west-2:111111111111:instance/i-1",
    "arn:aws:ssm:eu-west-2:111111111111:document/example",
    "arn:aws:ssm:eu-west-2:111111111111:association/00000000-0000-0000-0000-000000000000",
  ]) {
    const answer = await answerToNode(action, resource, true);
    if (answer !== "no resource of the action") {
      return answer;
    }
  }
  return "no resource of the action";
}

function actionsOf(policy: string): string[] {
  return (documents[policy]?.Statement ?? []).flatMap(({ Action }) => Action);
}

/** Policies of AWS by name, as moto has them from AWS. */
function managedPolicies(...names: string[]): Readonly<Record<string, Document>> {
  const code =
    "import json, sys, moto.iam.aws_managed_policies as p; " +
    "d = json.loads(p.aws_managed_policies_data); print(json.dumps({n: d[n]['Document'] for n in sys.argv[1:]}))";
  const printed = execFileSync(join(ROOT, ".venvs/moto/bin/python"), ["-c", code, ...names], { encoding: "utf8" });
  return JSON.parse(printed) as Record<string, Document>;
}

import { boundaryName } from "../../../platform/names/delivery";
import type { NamedPolicy, WorkflowsConfig } from "../../../platform/config/stack.generated";
import { namedPolicyProblems } from "../../../workflow/named-policies";
import { compiled, DEVELOPMENT, manifest } from "../../support/manifests";

const ARN = "arn:aws:iam::222222222222:policy/derived-tables";

const { settings } = DEVELOPMENT;
const OWN_BOUNDARY = `arn:aws:iam::${settings.accounts.data.id}:policy/${boundaryName("development", "data")}`;

const stackWith = (workflows: Partial<WorkflowsConfig>) => ({
  ...DEVELOPMENT,
  settings: { ...settings, workflows: { ...settings.workflows, ...workflows } },
});

const policy = (actions: string[]): NamedPolicy => ({ policyArn: ARN, workflows: ["examples/*"], actions });

const told = (workflows: Partial<WorkflowsConfig>): string[] =>
  namedPolicyProblems(stackWith(workflows)).map(({ severity, code, message }) => `${severity} ${code}: ${message}`);

describe("a named policy and the boundary of infra/delivery", () => {
  test("is an error that lists each action that the boundary does not permit", () => {
    const namedPolicies = [
      policy(["s3:GetObject"]),
      policy(["lakeformation:GrantPermissions", "s3:GetObject", "ec2:RunInstances"]),
    ];
    expect(told({ namedPolicies })).toEqual([
      `error policy-cut-off: workflows.namedPolicies[1]: the boundary ${OWN_BOUNDARY} does not permit lakeformation:GrantPermissions, ec2:RunInstances of ${ARN}, so the workflows could not use them; remove these actions from the policy and the list, or name another boundary in permissionsBoundaryArn`,
    ]);
  });

  test("permits what manifests and compatibility settings can ask for", () => {
    const actions = ["athena:StartQueryExecution", "glue:CreateTable", "s3:PutObjectAcl", "s3:ListAllMyBuckets"];
    expect(told({ namedPolicies: [policy(actions)] })).toEqual([]);
  });

  test("is a warning if the configuration does not list its actions", () => {
    expect(told({ namedPolicies: [policy([])] })).toEqual([
      `warning unchecked-policy: workflows.namedPolicies[0]: ${ARN} lists no actions, so the check cannot tell whether the boundary ${OWN_BOUNDARY} permits them; list them under actions`,
    ]);
  });

  test("is not compared with a boundary of one's own, whose content is unknown", () => {
    const permissionsBoundaryArn = "arn:aws:iam::222222222222:policy/ours";
    expect(told({ namedPolicies: [policy(["ec2:RunInstances"]), policy([])], permissionsBoundaryArn })).toEqual([]);
  });
});

test("a named policy is attached by a pattern of project and workflow", () => {
  const attached = (pattern: string) =>
    compiled(manifest(), stackWith({ namedPolicies: [{ ...policy([]), workflows: [pattern] }] })).role
      ?.attachedPolicyArns;
  expect(attached("examples/hel*")).toEqual([ARN]);
  expect(attached("examples/hello-*")).toEqual([]);
});

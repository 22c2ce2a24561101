import { sortedUnique } from "../../platform/iam/patterns";
import { allow, type IdentityStatement } from "../../platform/iam/statement";
import { workflowEnvironment } from "../../platform/config/check";
import type { Compatibility } from "../../platform/config/stack.generated";
import { accountId, dataResources, type Scope } from "../../platform/delivery/scope";
import { environmentName } from "../../platform/names/environment";
import type { WorkflowSettings } from "../../platform/workflow-settings";
import { compileRole } from "../../workflow/iam/identity";
import type { IamKeys } from "../../workflow/iam/keys";

/** Every key of a manifest's `iam`: all that a workflow can ask for. */
const EVERYTHING: IamKeys = {
  athena: "write",
  bedrock: true,
  glue: true,
  kms: ["arn:aws:kms:*:*:key/*"],
  s3_read_only: ["bucket/*"],
  s3_read_write: ["bucket/*"],
  s3_write_only: ["bucket/*"],
  lake_formation: true,
  textract: true,
  cloudwatch_logs_read_only: ["*"],
  update_secrets: true,
};

/** Every setting for stacks that migrate. They add actions of their own. */
const EVERY_COMPATIBILITY: Compatibility = {
  glueJobs: [{ workflows: ["project/*"], patterns: ["*"] }],
  glueDatabases: [{ workflows: ["project/*"], patterns: ["*"] }],
  workGroups: [{ workflows: ["project/*"], patterns: ["*"] }],
  queryResults: [],
  pythonValues: [],
};

/** Services whose resources have the environment in their names. */
const NAMED_SERVICES = ["iam", "secretsmanager"];

/** The most that roles of an environment may do in the data account: what a manifest with every key of `iam` compiles to. */
export function dataAccountAllowances(scope: Scope): IdentityStatement[] {
  const { environment, config } = scope;
  const { settings } = workflowEnvironment(environment, config, []);
  const actions = workflowActions(environment, settings);
  const of = (service: string): string[] => actions.filter((action) => action.startsWith(`${service}:`));
  const named = NAMED_SERVICES.flatMap(of);
  const { secretsmanager = [] } = dataResources(scope);
  return [
    allow(
      actions.filter((action) => !named.includes(action)),
      ["*"],
    ),
    allow(sortedUnique([...of("secretsmanager"), "secretsmanager:DescribeSecret"]), secretsmanager),
    allow(of("iam"), [`arn:aws:iam::${accountId(scope)}:role/${environmentName(environment, "*")}`], {
      StringEquals: { "iam:PassedToService": ["glue.amazonaws.com"] },
    }),
  ];
}

/** Actions of the role of a workflow with every key. */
function workflowActions(environment: string, settings: WorkflowSettings): string[] {
  const { inlinePolicy, managedPolicies } = compileRole({
    environment,
    project: "project",
    projectFolder: "project",
    workflow: "workflow",
    iam: EVERYTHING,
    secretIds: ["id"],
    settings: { ...settings, workflows: { ...settings.workflows, compatibility: EVERY_COMPATIBILITY } },
  });
  return sortedUnique(
    [inlinePolicy, ...Object.values(managedPolicies)].flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => (typeof Action === "string" ? [Action] : Action)),
    ),
  );
}

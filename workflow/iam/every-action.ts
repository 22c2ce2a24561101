import type { Compatibility } from "../../platform/config/stack.generated";
import { NO_COMPATIBILITY } from "../../platform/config/no-compatibility";
import { sortedUnique } from "../../platform/iam/patterns";
import type { WorkflowSettings } from "../../platform/workflow-settings";
import { compileRole } from "./identity";
import type { IamKeys } from "./keys";

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
  ...NO_COMPATIBILITY,
  glueJobs: [{ workflows: ["project/*"], patterns: ["*"] }],
  glueDatabases: [{ workflows: ["project/*"], patterns: ["*"] }],
  workGroups: [{ workflows: ["project/*"], patterns: ["*"] }],
  athenaBuckets: [{ workflows: ["project/*"], buckets: ["bucket"] }],
  catalogues: ["project/*"],
  allRegions: ["project/*"],
  glueServices: ["project/*"],
  bucketListing: ["project/*"],
  objectAcls: ["project/*"],
  writeOnlyPaths: ["project/*"],
};

/** Actions of the role of a workflow with every key and every setting: those that the boundary of infra/delivery permits. */
export function everyAction(environment: string, settings: WorkflowSettings): string[] {
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
      Statement.flatMap(({ Action }) => Action),
    ),
  );
}

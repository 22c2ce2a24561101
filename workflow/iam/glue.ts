import { compatiblePatterns } from "./configured";
import type { PermissionFamily, RoleInput } from "./context";
import { listedJobs, runsGlueJobs } from "./keys";
import { dataAccountArn, JOB_PREFIXES, ownJobPatterns, roleArn, roleName } from "../../platform/names/workflow";
import { actionsOf, allow, deny } from "../../platform/iam/statement";

const JOBS = actionsOf("glue", [
  "BatchGetJobs",
  "BatchStopJobRun",
  "CreateJob",
  "DeleteJob",
  "GetJob",
  "GetJobRun",
  "GetJobRuns",
  "StartJobRun",
  "UpdateJob",
]);

/** AWS offers no resource type for the list of jobs' names, for a bookmark, nor for metrics. */
const WITHOUT_RESOURCE = [
  ...actionsOf("glue", ["GetJobBookmark", "ListJobs"]),
  ...actionsOf("cloudwatch", ["GetMetricData", "GetMetricStatistics", "ListMetrics"]),
];

/**
 * Actions on every job of the account, which AWS cannot limit to a job: the definitions of all jobs, and rewinding a job.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html
 */
const ON_EVERY_JOB = actionsOf("glue", ["GetJobs", "ResetJobBookmark"]);

/** A job runs as the same role, so the role writes the job's logs, and the workflow reads them. */
const LOGS = actionsOf("logs", [
  "CreateLogGroup",
  "CreateLogStream",
  "DescribeLogStreams",
  "FilterLogEvents",
  "GetLogEvents",
  "PutLogEvents",
]);

/** Service that runs Glue jobs, as the role's trust policy names it. */
export const GLUE_SERVICE = "glue.amazonaws.com";

/**
 * `glue`: jobs that run as the workflow's own role. Covers the workflow's own names, the names that the manifest lists, and
 * those that `compatibility.glueJobs` adds. The jobs are in the region of the catalogue that Athena queries.
 */
export const glueStatements: PermissionFamily = (input) => {
  if (!runsGlueJobs(input.iam)) {
    return [];
  }
  const { region } = input.settings.workflows.athena;
  const job = (name: string): string => `${dataAccountArn(input, "glue", region)}job/${name}`;
  const added = compatiblePatterns(input, "glueJobs");
  return [
    allow(JOBS, [...ownJobPatterns(input), ...listedJobs(input.iam), ...added].map(job)),
    allow(WITHOUT_RESOURCE, ["*"]),
    ...(added.length === 0 ? [] : [allow(ON_EVERY_JOB, ["*"]), deny(JOBS, otherEnvironments(input).map(job))]),
    allow(LOGS, [`${dataAccountArn(input, "logs", region)}log-group:/aws-glue/*`]),
    allow(["cloudwatch:PutMetricData"], ["*"], { StringEquals: { "cloudwatch:namespace": ["Glue"] } }),
    allow(["iam:PassRole"], [roleArn(input)], { StringEquals: { "iam:PassedToService": [GLUE_SERVICE] } }),
  ];
};

/** Patterns of the jobs that workflows of other environments own: no pattern of the configuration reaches those. */
function otherEnvironments(input: RoleInput): string[] {
  return JOB_PREFIXES.filter((prefix) => !roleName(input).startsWith(prefix)).map((prefix) => `${prefix}*`);
}

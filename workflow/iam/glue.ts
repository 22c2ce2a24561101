import { compatiblePatterns, isSwitchedOn } from "./configured";
import type { PermissionFamily, RoleInput } from "./context";
import { listedJobs, runsGlueJobs } from "./keys";
import { catalogueRegion } from "./regions";
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

/** AWS has no resource type for the list of job names, for a bookmark, or for metrics. */
const WITHOUT_RESOURCE = [
  ...actionsOf("glue", ["GetJobBookmark", "ListJobs"]),
  ...actionsOf("cloudwatch", ["GetMetricData", "GetMetricStatistics", "ListMetrics"]),
];

/**
 * Actions that AWS cannot limit to one job: reading the definitions of all jobs, and rewinding a job.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html
 */
const ON_EVERY_JOB = actionsOf("glue", ["GetJobs", "ResetJobBookmark"]);

/** Jobs run as the workflow's role, so the role writes their logs and reads them. */
const LOGS = actionsOf("logs", [
  "CreateLogGroup",
  "CreateLogStream",
  "DescribeLogStreams",
  "FilterLogEvents",
  "GetLogEvents",
  "PutLogEvents",
]);

const PUT_METRICS = ["cloudwatch:PutMetricData"];

/** Principal of the service that runs Glue jobs, for the role's trust policy. */
export const GLUE_SERVICE = "glue.amazonaws.com";

/**
 * Grants of `glue`: jobs that run as the workflow's own role. They cover the workflow's own job names, the names that
 * the manifest lists, and those of `compatibility.glueJobs`. The jobs are in the region of the catalogue that Athena
 * queries.
 */
export const glueStatements: PermissionFamily = (input) => {
  if (!runsGlueJobs(input.iam)) {
    return [];
  }
  const region = catalogueRegion(input);
  const services = isSwitchedOn(input, "glueServices");
  const job = (name: string): string => `${dataAccountArn(input, "glue", region)}job/${name}`;
  const added = compatiblePatterns(input, "glueJobs");
  return [
    allow(JOBS, [...ownJobPatterns(input), ...listedJobs(input.iam), ...added].map(job)),
    allow(WITHOUT_RESOURCE, ["*"]),
    ...(added.length === 0 ? [] : [allow(ON_EVERY_JOB, ["*"]), deny(JOBS, otherEnvironments(input).map(job))]),
    allow(LOGS, [`${dataAccountArn(input, "logs", region)}log-group:${services ? "*" : "/aws-glue/*"}`]),
    services
      ? allow(PUT_METRICS, ["*"])
      : allow(PUT_METRICS, ["*"], { StringEquals: { "cloudwatch:namespace": ["Glue"] } }),
    ...(services ? [allow(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::aws-glue-*/*"])] : []),
    allow(["iam:PassRole"], [roleArn(input)], { StringEquals: { "iam:PassedToService": [GLUE_SERVICE] } }),
  ];
};

/** Patterns of the jobs that workflows of other environments own. No setting may grant them. */
function otherEnvironments(input: RoleInput): string[] {
  return JOB_PREFIXES.filter((prefix) => !roleName(input).startsWith(prefix)).map((prefix) => `${prefix}*`);
}

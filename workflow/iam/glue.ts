import type { PermissionFamily } from "./context";
import { dataAccountArn, roleArn } from "../../platform/names/workflow";
import { actionsOf, allow } from "../../platform/iam/statement";

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

/** AWS offers no resource type for lists of jobs, for bookmarks, nor for metrics. */
const WITHOUT_RESOURCE = [
  ...actionsOf("glue", ["GetJobBookmark", "GetJobs", "ListJobs", "ResetJobBookmark"]),
  ...actionsOf("cloudwatch", ["GetMetricData", "GetMetricStatistics", "ListMetrics"]),
];

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

/** `glue`: jobs that run as the workflow's own role. Jobs lie beside the catalogue that Athena queries. */
export const glueStatements: PermissionFamily = (input) => {
  if (input.iam.glue !== true) {
    return [];
  }
  const { region } = input.settings.workflows.athena;
  return [
    allow(JOBS, [`${dataAccountArn(input, "glue", region)}job/*`]),
    allow(WITHOUT_RESOURCE, ["*"]),
    allow(LOGS, [`${dataAccountArn(input, "logs", region)}log-group:/aws-glue/*`]),
    allow(["cloudwatch:PutMetricData"], ["*"], { StringEquals: { "cloudwatch:namespace": ["Glue"] } }),
    allow(["iam:PassRole"], [roleArn(input)], { StringEquals: { "iam:PassedToService": [GLUE_SERVICE] } }),
  ];
};

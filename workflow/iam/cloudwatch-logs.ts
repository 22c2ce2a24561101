import type { PermissionFamily } from "./context";
import { actionsOf, allow } from "../../platform/iam/statement";

/** Reading of a group and its streams. */
const READ = actionsOf("logs", [
  "DescribeLogStreams",
  "DescribeMetricFilters",
  "DescribeSubscriptionFilters",
  "FilterLogEvents",
  "GetLogEvents",
  "GetLogGroupFields",
  "GetLogRecord",
  "GetQueryResults",
  "StartLiveTail",
  "StartQuery",
]);

/**
 * `cloudwatch_logs_read_only`. A group's ARN is spelt with `:*` for some actions and without for others, and streams lie
 * below it (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html): both are given.
 * A query is stopped by its id, for which AWS offers no resource type; groups can be described by an account and region only.
 */
export const cloudwatchLogsStatements: PermissionFamily = ({ iam }) => {
  const groups = (iam.cloudwatch_logs_read_only ?? []).map((arn) => arn.replace(/:\*$/, ""));
  if (groups.length === 0) {
    return [];
  }
  return [
    allow(
      READ,
      groups.flatMap((group) => [group, `${group}:*`]),
    ),
    allow(
      ["logs:DescribeLogGroups"],
      groups.map((group) => group.replace(/:log-group:.*$/, ":log-group:*")),
    ),
    allow(["logs:StopQuery"], ["*"]),
  ];
};

import type { PermissionFamily } from "./context";
import { actionsOf, allow } from "../../platform/iam/statement";

/** Actions that read a log group and its streams. */
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
 * Grants of `cloudwatch_logs_read_only`. A group's ARN ends in `:*` for some actions and not for others, so this grants
 * both (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html). AWS has no
 * resource type for stopping a query, and allows DescribeLogGroups for a whole account and region only.
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

import type { Dependency } from "./dependency";

const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const GROUP = "aws:cloudwatch/logGroup:LogGroup";

export const OPERATIONS: readonly Dependency[] = [
  {
    what: "aws:cloudwatch/metricAlarm:MetricAlarm *",
    needs: "aws:mwaa/environment:Environment mwaa",
    why: "an alarm about values that are missing would fire for an environment that is being made",
  },
  {
    what: `${FILTER} tasks-failing-*`,
    needs: `${GROUP} Scheduler`,
    why: "AWS counts lines of existing log groups only",
  },
  {
    what: `${FILTER} secrets-not-synced`,
    needs: `${GROUP} pods-system`,
    why: "AWS counts lines of existing log groups only",
  },
  {
    what: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration alarms-*",
    needs: "aws:sns/topic:Topic alarms-$1",
    why: "a channel subscribes to an existing topic",
  },
];

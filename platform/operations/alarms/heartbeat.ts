import { type AlarmRow, atLeastOne, SEVERITIES, type Severity } from "../alarm";

/** Hour of the weekly test alarm on Mondays, UTC. */
export const HEARTBEAT_HOUR = 9;

/** An alarm that fires every week, so that people notice when alarms no longer arrive. */
function heartbeat(severity: Severity): AlarmRow {
  return {
    id: `weekly-test-${severity}`,
    symptom: `The weekly test of ${severity} alarms: all is well`,
    hurts: "nobody; if it does not arrive, no other alarm does",
    severity,
    signal: {
      kind: "expression",
      metrics: {
        // Any metric that always has values will do.
        beats: {
          namespace: "AmazonMWAA",
          name: "SchedulerHeartbeat",
          statistic: "Sum",
          dimensions: { Function: "Scheduler", Environment: "{environment}" },
        },
      },
      // Monday is day 1.
      expression: `IF(DAY(beats) == 1 AND HOUR(beats) == ${HEARTBEAT_HOUR}, 1, 0)`,
      condition: atLeastOne({ period: 300, of: 1, datapoints: 1 }),
    },
    reason: "it takes the way of every other alarm, from a metric to email and Slack",
    runbook: "The weekly test alarm",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html",
  };
}

/** The weekly test of each severity. */
export const HEARTBEATS: readonly AlarmRow[] = SEVERITIES.map(heartbeat);

import { CONNECTIONS_PREFIX } from "../../names/airflow";
import type { AlarmRow } from "../alarm";

/** Events of CloudTrail. They need a trail in the account that logs management events. */
const CLOUDTRAIL = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html";

/** Requests about a secret of Airflow's connections, by its name or its ARN. */
const CONNECTIONS = { requestParameters: { secretId: [{ wildcard: `*${CONNECTIONS_PREFIX}/*` }] } };

/** Calls of a service, as CloudTrail tells EventBridge. */
function calls(service: string, eventName: readonly string[], detail: object = {}): Readonly<Record<string, unknown>> {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName, ...detail },
  };
}

/** Alarms about keys, secrets, nodes that AWS cannot start, and AWS's own trouble. */
export const SECURITY_ALARMS: readonly AlarmRow[] = [
  {
    id: "key-ends",
    symptom: "Somebody scheduled the deletion of a key, or turned it off",
    hurts: "everybody: logs, secrets, DAG objects and Airflow's database cannot be read without their key",
    severity: "critical",
    signal: { kind: "event", pattern: calls("kms", ["ScheduleKeyDeletion", "DisableKey"]) },
    reason: "no deployment does either, and the days until the deletion are the time to cancel it",
    runbook: "A key or a secret is about to be deleted",
    source: CLOUDTRAIL,
  },
  {
    id: "secret-deleted",
    symptom: "Somebody deleted a secret of Airflow's connections",
    hurts: "authors: notifications and connections fail when the value is read next",
    severity: "critical",
    signal: { kind: "event", pattern: calls("secretsmanager", ["DeleteSecret"], CONNECTIONS) },
    reason: "the program protects these secrets, so a person did it; the secret can be restored for some days",
    runbook: "A key or a secret is about to be deleted",
    source: CLOUDTRAIL,
  },
  {
    id: "nodes-not-launched",
    symptom: "AWS could not start a node",
    hurts: "authors: their pods wait, then fail",
    severity: "warning",
    signal: {
      kind: "event",
      pattern: {
        source: ["aws.autoscaling"],
        "detail-type": ["EC2 Instance Launch Unsuccessful"],
        detail: { AutoScalingGroupName: [{ prefix: "eks-" }] },
      },
    },
    reason: "the event says why: no Spot capacity, a quota of the account, no address left in a subnet",
    runbook: "Pods are Pending",
    source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html",
  },
  {
    id: "aws-trouble",
    symptom: "AWS reports trouble with a service that the platform uses",
    hurts: "depends on the service, which the event names",
    severity: "warning",
    signal: {
      kind: "event",
      pattern: {
        source: ["aws.health"],
        "detail-type": ["AWS Health Event"],
        detail: {
          service: ["AIRFLOW", "EC2", "EKS", "KMS", "S3", "SECRETSMANAGER", "SES"],
          eventTypeCategory: ["issue"],
        },
      },
    },
    reason: "AWS sends it for trouble that concerns this account's region",
    runbook: "AWS reports trouble",
    source: "https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html",
  },
];

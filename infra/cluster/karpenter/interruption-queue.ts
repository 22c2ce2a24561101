import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../../platform/config/stack.generated";
import { karpenterQueueName } from "../../../platform/names/cluster";
import { policy } from "../../shared/policy";

/** Seconds after which a warning is no longer of use: a spot instance ends two minutes after its own. */
const WARNING_LASTS = 300;

/**
 * Events after which Karpenter replaces a node, by the name of their rule
 * (https://github.com/aws/karpenter-provider-aws/tree/v1.13.1/pkg/controllers/interruption/messages). It does nothing after a
 * rebalance recommendation, so there is no rule for those.
 */
const EVENTS: Readonly<Record<string, { readonly source: string; readonly "detail-type": string }>> = {
  "spot-interruption": { source: "aws.ec2", "detail-type": "EC2 Spot Instance Interruption Warning" },
  "instance-state": { source: "aws.ec2", "detail-type": "EC2 Instance State-change Notification" },
  "scheduled-change": { source: "aws.health", "detail-type": "AWS Health Event" },
};

export interface InterruptionQueueArgs {
  readonly environment: string;
  readonly account: Account;
}

export interface InterruptionQueue {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Policy and rules, without which the queue stays empty. */
  readonly filledBy: readonly pulumi.Resource[];
}

/** Creates the queue in which Karpenter finds notices that AWS takes an instance away, and the rules that fill it. */
export function createInterruptionQueue(
  { environment, account }: InterruptionQueueArgs,
  opts: pulumi.CustomResourceOptions,
): InterruptionQueue {
  const name = karpenterQueueName(environment);
  const queue = new aws.sqs.Queue(
    "karpenter",
    { name, messageRetentionSeconds: WARNING_LASTS, sqsManagedSseEnabled: true, tags: { Name: name } },
    opts,
  );
  const queuePolicy = new aws.sqs.QueuePolicy(
    "karpenter",
    {
      // The ID of a queue is its URL.
      queueUrl: queue.id,
      policy: policy({
        Sid: "EventBridge",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue.arn,
        Condition: { StringEquals: { "aws:SourceAccount": account.id } },
      }),
    },
    opts,
  );
  const targets = Object.entries(EVENTS).map(([event, pattern]) => {
    const ruleName = `${name}-${event}`;
    const rule = new aws.cloudwatch.EventRule(
      `karpenter-${event}`,
      {
        name: ruleName,
        description: `${pattern["detail-type"]}, for Karpenter of ${environment}`,
        eventPattern: JSON.stringify({ source: [pattern.source], "detail-type": [pattern["detail-type"]] }),
        tags: { Name: ruleName },
      },
      opts,
    );
    return new aws.cloudwatch.EventTarget(`karpenter-${event}`, { rule: rule.name, arn: queue.arn }, opts);
  });
  return { name: queue.name, arn: queue.arn, filledBy: [queuePolicy, ...targets] };
}

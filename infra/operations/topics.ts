import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account, OperationsConfig } from "../../platform/config/stack.generated";
import { environmentName } from "../../platform/names/environment";
import { topicName } from "../../platform/names/operations";
import type { Severity } from "../../platform/operations/alarm";
import { createKmsKey } from "../shared/kms-key";
import { policy, type Statement } from "../shared/policy";

export interface TopicsArgs {
  readonly environment: string;
  readonly account: Account;
  readonly emailAddresses: OperationsConfig["emailAddresses"];
}

/** The topic of each severity. */
export type Topics = Readonly<Record<Severity, aws.sns.Topic>>;

/** Services that send alarms, by the name of their statement. */
const SENDERS = { CloudWatch: "cloudwatch.amazonaws.com", EventBridge: "events.amazonaws.com" } as const;

/**
 * Creates a topic for alarms of each severity, with the addresses that get its messages. AWS asks each address to confirm by
 * a link.
 */
export function createTopics(args: TopicsArgs, opts: pulumi.CustomResourceOptions): Topics {
  const { environment, account } = args;
  const own = { StringEquals: { "aws:SourceAccount": account.id } };
  const ofSenders = (action: readonly string[], resource: pulumi.Input<string>): Statement[] =>
    Object.entries(SENDERS).map(([sid, service]) => ({
      Sid: sid,
      Effect: "Allow",
      Principal: { Service: service },
      Action: action,
      Resource: resource,
      Condition: own,
    }));
  const key = createKmsKey(
    "alarms",
    {
      description: `Alarms of environment ${environment}`,
      alias: environmentName(environment, "alarms"),
      environment,
      accountId: account.id,
      statements: ofSenders(["kms:Decrypt", "kms:GenerateDataKey"], "*"),
    },
    opts,
  );
  const create = (severity: Severity): aws.sns.Topic => {
    const name = topicName(environment, severity);
    const topic = new aws.sns.Topic(
      `alarms-${severity}`,
      { name, displayName: `Airflow ${environment}: ${severity}`, kmsMasterKeyId: key.arn, tags: { Name: name } },
      opts,
    );
    new aws.sns.TopicPolicy(
      `alarms-${severity}`,
      { arn: topic.arn, policy: policy(...ofSenders(["sns:Publish"], topic.arn)) },
      opts,
    );
    args.emailAddresses[severity].forEach((address) => {
      new aws.sns.TopicSubscription(
        `alarms-${severity}-${address}`,
        { topic: topic.arn, protocol: "email", endpoint: address },
        opts,
      );
    });
    return topic;
  };
  return { critical: create("critical"), warning: create("warning") };
}

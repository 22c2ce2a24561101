import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { SlackConfig } from "../../platform/config/stack.generated";
import { environmentName } from "../../platform/names/environment";
import { topicName } from "../../platform/names/operations";
import { SEVERITIES } from "../../platform/operations/alarm";
import { serviceTrust } from "../shared/policy";
import type { Topics } from "./topics";

export interface SlackArgs {
  readonly environment: string;
  readonly slack: SlackConfig;
  readonly topics: Topics;
}

/** The most that a person may do from the channel, whatever the role: AWS's default would be an administrator's rights. */
const GUARD_RAIL = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess";

/**
 * Sends alarms to Slack through Amazon Q Developer in chat applications (formerly AWS Chatbot). A person admits it to the
 * workspace first, in AWS's console. The role has no permission: messages need none, and nobody runs commands from a channel.
 */
export function sendToSlack({ environment, slack, topics }: SlackArgs, opts: pulumi.CustomResourceOptions): void {
  const roleName = environmentName(environment, "slack");
  const role = new aws.iam.Role(
    "slack",
    {
      name: roleName,
      description: `Alarms of ${environment} in Slack; no permissions`,
      assumeRolePolicy: serviceTrust(["chatbot.amazonaws.com"]),
      tags: { Name: roleName },
    },
    opts,
  );
  for (const severity of SEVERITIES) {
    const name = topicName(environment, severity);
    new aws.chatbot.SlackChannelConfiguration(
      `alarms-${severity}`,
      {
        configurationName: name,
        slackTeamId: slack.workspaceId,
        slackChannelId: slack.channelIds[severity],
        iamRoleArn: role.arn,
        guardrailPolicyArns: [GUARD_RAIL],
        snsTopicArns: [topics[severity].arn],
        tags: { Name: name },
      },
      opts,
    );
  }
}

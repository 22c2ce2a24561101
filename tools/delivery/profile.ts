import type { Accounts } from "../../platform/config/stack.generated";
import { type Access, deliveryRoleArn } from "../../platform/names/delivery";

/** A section of the AWS configuration. */
export interface AwsProfile {
  /** Its first line, `[profile …]`. */
  readonly heading: string;
  readonly text: string;
}

/**
 * The profile of the data account. AWS's SDKs renew its session, which lasts an hour at most, by themselves
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html). It is `undefined` if one account is
 * both the compute and the data account.
 */
export function awsProfile(environment: string, access: Access, accounts: Accounts): AwsProfile | undefined {
  const { profile, region } = accounts.data;
  if (profile === undefined) {
    return undefined;
  }
  const heading = `[profile ${profile}]`;
  const lines = [
    heading,
    `role_arn = ${deliveryRoleArn(environment, access, "data", accounts)}`,
    "credential_source = Environment",
    `role_session_name = ${environment}-${access}`,
    `region = ${region}`,
  ];
  return { heading, text: `${lines.join("\n")}\n` };
}

import type { Accounts } from "../../platform/config/stack.generated";
import { type Access, deliveryRoleArn } from "../../platform/names/delivery";

/** A section of the AWS configuration. */
export interface AwsProfile {
  /** Its first line, `[profile …]`. */
  readonly heading: string;
  readonly text: string;
}

/**
 * The profile of the data account, which AWS's SDKs assume again by themselves whenever its session, of an hour at most, has
 * ended (https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html); `undefined` where the
 * credentials of the environment are the data account's too.
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

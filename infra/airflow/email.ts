import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy } from "../shared/policy";
import { SMTP_CONNECTION, smtpUserName } from "../../platform/names/airflow";

export interface EmailArgs {
  readonly environment: string;
  readonly account: Account;
  /** Sender's address of emails. */
  readonly fromAddress: string;
  /** Key of the connection's secret. */
  readonly key: aws.kms.Key;
}

/**
 * Creates the resources for sending email through SES: the identity of the sender's address, a user that may send as
 * that address only, and the secret of the Airflow connection `smtp_default`. The program creates neither an access key
 * nor a password, because both would be in the state. An administrator creates the key, derives the SMTP password and
 * writes the connection into the secret.
 */
export function createEmail(args: EmailArgs, opts: pulumi.CustomResourceOptions): void {
  const { environment, account, fromAddress } = args;
  const identity = new aws.sesv2.EmailIdentity(
    "email",
    { emailIdentity: fromAddress, tags: { Name: fromAddress } },
    opts,
  );
  const userName = smtpUserName(environment);
  const user = new aws.iam.User("smtp", { name: userName, tags: { Name: userName } }, opts);
  new aws.iam.UserPolicy(
    "smtp",
    {
      user: user.name,
      policy: policy({
        Sid: "SendAsFromAddress",
        Effect: "Allow",
        Action: "ses:SendRawEmail",
        Resource: `arn:aws:ses:${account.region}:${account.id}:identity/${fromAddress}`,
        Condition: { StringEquals: { "ses:FromAddress": fromAddress } },
      }),
    },
    { ...opts, dependsOn: [identity] },
  );
  new aws.secretsmanager.Secret(
    "smtp",
    {
      name: SMTP_CONNECTION,
      description: `Airflow connection to SES of ${environment}; its value is written by hand`,
      kmsKeyId: args.key.arn,
      recoveryWindowInDays: 30,
      tags: { Name: SMTP_CONNECTION },
    },
    // Its value exists nowhere else.
    { ...opts, protect: true, retainOnDelete: true },
  );
}

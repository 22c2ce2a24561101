import type { Finding } from "../../diagnostics/problem";
import { error } from "../rules/rule";
import type { IamKeys } from "./keys";
import { s3Findings } from "./s3-rules";

/** The facts beside `iam` that its rules need. */
export interface IamContext {
  /** Name of the manifest's environment. */
  readonly environment: string;
  /** Ids of the manifest's `secrets`. */
  readonly secretIds: readonly string[];
}

/** Checks the rules of `iam` that a JSON schema cannot express. Every finding's path starts with `iam`. */
export function iamFindings(iam: IamKeys, context: IamContext): Finding[] {
  return [
    ...externalRoleFindings(iam),
    ...s3Findings(iam, context.environment),
    ...textractFindings(iam),
    ...updateSecretsFindings(iam, context.secretIds),
    ...arnFindings(iam, "kms", KEY_ARN, kmsAdvice),
    ...arnFindings(iam, "cloudwatch_logs_read_only", LOG_GROUP_ARN, logGroupAdvice),
  ];
}

/** With an external role, the platform creates no role, so other keys have no role to extend. */
function externalRoleFindings(iam: IamKeys): Finding[] {
  if (iam.external_role === undefined) {
    return [];
  }
  return Object.keys(iam)
    .filter((key) => key !== "external_role")
    .map((key) => ({
      ...error(
        "external-role-alone",
        ["iam", key],
        `iam.${key} has no effect beside iam.external_role, which the platform cannot extend; grant it to that role in its own account, and remove ${key}`,
      ),
      atKey: true,
    }));
}

function textractFindings(iam: IamKeys): Finding[] {
  return iam.textract !== true || iam.s3_read_only !== undefined || iam.s3_read_write !== undefined
    ? []
    : [
        error(
          "textract-without-s3",
          ["iam", "textract"],
          "Textract reads documents from S3 as the workflow; add the documents' path to iam.s3_read_only or iam.s3_read_write",
        ),
      ];
}

/** A message names at most so many secrets. */
const NAMED_SECRETS = 10;

function updateSecretsFindings({ update_secrets: update }: IamKeys, secretIds: readonly string[]): Finding[] {
  if (update === true && secretIds.length === 0) {
    return [
      error(
        "unknown-secret",
        ["iam", "update_secrets"],
        "the manifest has no secrets to update; list them under `secrets`",
      ),
    ];
  }
  if (typeof update !== "object") {
    return [];
  }
  const known = new Set(secretIds);
  return update.flatMap((id, index) =>
    known.has(id)
      ? []
      : [
          error(
            "unknown-secret",
            ["iam", "update_secrets", index],
            `"${id}" is not among the workflow's secrets${secretIds.length === 0 ? "" : ` (${secretIds.slice(0, NAMED_SECRETS).join(", ")})`}; add it to \`secrets\`, or write one of them`,
          ),
        ],
  );
}

/** ARN of one key, by its id: a UUID, or `mrk-…` for a multi-region key. */
const KEY_ARN =
  /^arn:aws:kms:[a-z]{2}(-[a-z]+)+-\d:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * ARN of a log group, or of all groups whose names have the same beginning.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
const LOG_GROUP_ARN = /^arn:aws:logs:[a-z]{2}(-[a-z]+)+-\d:\d{12}:log-group:[\w/.#-]{1,512}\*?(:\*)?$/;

function kmsAdvice(arn: string): string {
  return /:alias\//.test(arn)
    ? "is an alias, which grants nothing on the key behind it; write the key's own ARN: arn:aws:kms:<region>:<account>:key/<id>"
    : "is not the ARN of one key; write arn:aws:kms:<region>:<account>:key/<id>, the id being a UUID or mrk-…";
}

function logGroupAdvice(): string {
  return "is not the ARN of a log group; write arn:aws:logs:<region>:<account>:log-group:<name>, with * only at the end of the name";
}

function arnFindings(
  iam: IamKeys,
  key: "kms" | "cloudwatch_logs_read_only",
  form: RegExp,
  advice: (arn: string) => string,
): Finding[] {
  return (iam[key] ?? []).flatMap((arn, index) =>
    form.test(arn)
      ? []
      : [error(`bad-${key === "kms" ? "key" : "log-group"}-arn`, ["iam", key, index], `"${arn}" ${advice(arn)}`)],
  );
}

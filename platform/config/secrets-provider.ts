import { isMap } from "../../diagnostics/is-map";
import type { Finding } from "../../diagnostics/problem";
import { broken } from "./rules/finding";

/** What the platform's stack files name; how to make such a key: docs/platform/state.md. */
const EXAMPLE = "awskms://alias/analytical-platform-airflow-state?region=eu-west-2";

/** A KMS key as Pulumi takes it, by alias, ID or ARN, with its region (Pulumi, "AWS KMS secrets provider"). */
const KMS_KEY =
  /^awskms:\/\/(alias\/[\w/-]+|[0-9a-f-]{36}|\/arn:aws:kms:[^?]+)\?(\S+&)?region=[a-z]{2}(-[a-z]+)+-\d(&\S+)?$/;

/**
 * What has to hold of what encrypts the secrets in a stack's state: a KMS key, because a pass phrase would have to be handed
 * around among all who deploy. Paths are those of the whole file: these keys stand beside `config`.
 */
export function secretsProviderFindings(file: unknown): Finding[] {
  const { secretsprovider, encryptionsalt } = (isMap(file) ? file : {}) as Readonly<Record<string, unknown>>;
  return [...keyFindings(secretsprovider), ...(encryptionsalt === undefined ? [] : [saltFinding()])];
}

function keyFindings(provider: unknown): Finding[] {
  if (provider === undefined) {
    return [
      broken(
        "no-secrets-provider",
        ["secretsprovider"],
        `secretsprovider is missing, and Pulumi would ask for a pass phrase: write secretsprovider: ${EXAMPLE}`,
      ),
    ];
  }
  return typeof provider === "string" && KMS_KEY.test(provider)
    ? []
    : [
        broken(
          "secrets-provider",
          ["secretsprovider"],
          `secretsprovider cannot be ${JSON.stringify(provider)}: a stack that several people deploy is encrypted by a KMS ` +
            `key, with its region; write it as ${EXAMPLE}`,
        ),
      ];
}

function saltFinding(): Finding {
  return {
    ...broken(
      "pass-phrase",
      ["encryptionsalt"],
      "encryptionsalt says that a pass phrase encrypts this stack's secrets, as `pulumi stack init` leaves it without " +
        "--secrets-provider: remove the line, write secretsprovider again, and run " +
        `npx pulumi stack change-secrets-provider "${EXAMPLE}"`,
    ),
    atKey: true,
  };
}

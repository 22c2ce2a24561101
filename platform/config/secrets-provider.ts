import { isMap } from "../../diagnostics/is-map";
import type { Finding } from "../../diagnostics/problem";
import { broken } from "./rules/finding";

/** The key's alias in the platform's stack files. docs/platform/state.md says how to create it. */
const EXAMPLE = "awskms://alias/analytical-platform-airflow-state?region=eu-west-2";

/** A KMS key as Pulumi takes it, by alias, ID or ARN, with its region (Pulumi, "AWS KMS secrets provider"). */
const KMS_KEY =
  /^awskms:\/\/(alias\/[\w/-]+|[0-9a-f-]{36}|\/arn:aws:kms:[^?]+)\?(\S+&)?region=[a-z]{2}(-[a-z]+)+-\d(&\S+)?$/;

/**
 * Checks that a KMS key encrypts the secrets in a stack's state. All who deploy would have to share a pass phrase. The
 * findings' paths begin at the root of the file, because these keys are beside `config`.
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

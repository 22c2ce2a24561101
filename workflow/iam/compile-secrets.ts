import type { CompiledSecret } from "../compiled";
import type { PolicyDocument } from "../../platform/iam/policy-document";
import { deepFreeze } from "../freeze";
import { secretVariable } from "../variables";
import type { RoleInput } from "./context";
import { secretPath } from "../../platform/names/workflow";
import { sortedUnique } from "../../platform/iam/patterns";

/** A workflow's secrets, with those who may set them. */
export interface SecretsInput extends RoleInput {
  /** GitHub user names. */
  readonly maintainers: readonly string[];
}

/** The secrets of a workflow, in the order of the manifest. */
export function compileSecrets(input: SecretsInput): CompiledSecret[] {
  const resourcePolicy = maintainersPolicy(input);
  return input.secretIds.map((id) =>
    deepFreeze({ id, name: `${secretPath(input)}${id}`, environmentVariable: secretVariable(id), resourcePolicy }),
  );
}

/**
 * Lets maintainers, known by their session's tag, read and set a secret. In a secret's own policy `*` means that secret; as
 * principal it means whoever the conditions leave, so that no right of the maintainers' own roles is needed besides.
 */
function maintainersPolicy({ maintainers, settings }: SecretsInput): PolicyDocument {
  const { maintainerPrincipalTag } = settings.workflows.secrets;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecret",
        ],
        Resource: "*",
        Condition: {
          StringEquals: {
            "aws:PrincipalAccount": settings.accounts.data.id,
            [`aws:PrincipalTag/${maintainerPrincipalTag}`]: sortedUnique(maintainers),
          },
        },
      },
    ],
  };
}

import type { CompiledSecret } from "../compiled";
import type { PolicyDocument } from "../../platform/iam/policy-document";
import { deepFreeze } from "../freeze";
import { secretVariable } from "../variables";
import type { RoleInput } from "./context";
import { platformPrincipals } from "../../platform/iam/platform-principals";
import { secretPath } from "../../platform/names/workflow";
import { sortedUnique } from "../../platform/iam/patterns";

/** A role's input, with the people who may set the workflow's secrets. */
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
 * Lets maintainers read and set a secret. A tag of their session names the maintainer. In a secret's own policy, the
 * resource `*` means that secret, and the principal `*` means anyone who meets the conditions. The maintainers' own
 * roles need no other permission.
 *
 * The platform's own roles and users never count as maintainers, because a deployment can choose the tags of those
 * roles and users.
 */
function maintainersPolicy({ maintainers, settings }: SecretsInput): PolicyDocument {
  const { id } = settings.accounts.data;
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
            "aws:PrincipalAccount": id,
            [`aws:PrincipalTag/${maintainerPrincipalTag}`]: sortedUnique(maintainers),
          },
          ArnNotLike: {
            "aws:PrincipalArn": platformPrincipals(id),
          },
        },
      },
    ],
  };
}

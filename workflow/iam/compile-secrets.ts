import type { CompiledSecret } from "../compiled";
import type { PolicyDocument } from "../../platform/iam/policy-document";
import { deepFreeze } from "../freeze";
import { secretVariable } from "../variables";
import type { RoleInput } from "./context";
import { platformPrincipals } from "../../platform/iam/platform-principals";
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
 * Lets maintainers read and set a secret. The tag of their session says who they are. In a secret's own policy the resource `*` is
 * that secret, and the principal `*` everybody whom the conditions leave: the maintainers' own roles need no right besides.
 *
 * The platform's roles and users never count as maintainers: whoever deploys an environment chooses their tags, and whom they trust
 * to set the tags of a session.
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

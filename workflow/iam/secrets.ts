import type { PermissionFamily, RoleInput } from "./context";
import { dataAccountArn, secretPath, secretsKeyAlias } from "../../platform/names/workflow";
import { allow, type Conditions } from "../../platform/iam/statement";

/** Secrets Manager ends every secret's ARN with a hyphen and six random characters. */
const ARN_SUFFIX = "-??????";

/** Grants of `update_secrets`, and those of every role: reading the workflow's own secrets. */
export const secretsStatements: PermissionFamily = (input) => {
  const { region } = input.settings.accounts.data;
  const ownIn = (place: string): string =>
    `${dataAccountArn(input, "secretsmanager", place)}secret:${secretPath(input)}`;
  const own = ownIn(region);
  const regions = secretsRegions(input);
  const keys = regions.map((place) => `${dataAccountArn(input, "kms", place)}key/*`);
  const updated = updatedSecrets(input);
  return [
    allow(
      ["secretsmanager:GetSecretValue"],
      regions.map((place) => `${ownIn(place)}*`),
    ),
    allow(["kms:Decrypt"], keys, secretsKeyOnly(input)),
    ...(updated.length === 0
      ? []
      : [
          allow(
            ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"],
            updated.map((id) => `${own}${id}${ARN_SUFFIX}`),
          ),
          allow(["kms:GenerateDataKey"], keys, secretsKeyOnly(input)),
        ]),
  ];
};

/** Regions of the secrets and of their replicas. Names, and the aliases of the keys, are the same in both. */
function secretsRegions({ settings }: RoleInput): string[] {
  return [settings.accounts.data.region, settings.workflows.secrets.replicaRegion];
}

/** Ids of the secrets in `update_secrets`; `true` means all secrets of the manifest. */
function updatedSecrets({ iam, secretIds }: RoleInput): readonly string[] {
  if (typeof iam.update_secrets === "object") {
    return iam.update_secrets;
  }
  return iam.update_secrets === true ? secretIds : [];
}

/**
 * Limits a grant on the account's keys to the key with the secrets' alias, used through Secrets Manager. The key's id
 * is unknown before the key exists, and an alias cannot be a policy's resource
 * (https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html).
 */
function secretsKeyOnly(input: RoleInput): Conditions {
  return {
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": [secretsKeyAlias(input.environment)] },
    StringEquals: {
      "kms:ViaService": secretsRegions(input).map((region) => `secretsmanager.${region}.amazonaws.com`),
    },
  };
}

import type { Compatibility } from "../../platform/config/stack.generated";
import type { Environment } from "../../platform/environment";
import { EVERYTHING_AS_BEFORE as RIGHTS_AS_BEFORE } from "../../workflow/present-platform/settings";
import { environmentOf } from "./manifests";

/** All rights of workflows on the previous platform, and SSH and SFTP to every address. */
export const EVERYTHING_AS_BEFORE: Compatibility = {
  ...RIGHTS_AS_BEFORE,
  egress: [{ workflows: ["*/*"], cidrBlocks: ["0.0.0.0/0"], ports: ["ssh", "sftp"] }],
};

/** A stack that takes over the workflows of the previous platform, whose secrets are in eu-west-2. */
export function migratingStack(name: string): Environment {
  const environment = environmentOf(name);
  const { settings } = environment;
  return {
    ...environment,
    settings: {
      ...settings,
      accounts: { ...settings.accounts, data: { ...settings.accounts.data, region: "eu-west-2" } },
      workflows: {
        ...settings.workflows,
        athena: {
          ...settings.workflows.athena,
          resultsBuckets: ["alpha-athena-query-dump", "mojap-athena-query-dump"],
        },
        secrets: { ...settings.workflows.secrets, replicaRegion: "eu-west-1" },
        namedPolicies: [
          {
            policyArn: `arn:aws:iam::${settings.accounts.data.id}:policy/derived-tables`,
            workflows: ["analytical-platform/cadet*"],
            actions: ["s3:GetObject", "s3:ListBucket", "athena:StartQueryExecution", "glue:GetTable"],
          },
        ],
        compatibility: EVERYTHING_AS_BEFORE,
      },
    },
  };
}

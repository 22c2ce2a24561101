import type { Compatibility, WorkflowPatterns } from "../../platform/config/stack.generated";
import type { Environment } from "../../platform/environment";
import { environmentOf } from "./manifests";

const ALL: WorkflowPatterns = ["*/*"];

/** All rights of workflows on the previous platform: the first configuration of a stack that takes them over. */
export const EVERYTHING_AS_BEFORE: Compatibility = {
  glueJobs: [{ workflows: ALL, patterns: ["*"] }],
  glueDatabases: [{ workflows: ALL, patterns: ["*"] }],
  workGroups: [{ workflows: ALL, patterns: ["*"] }],
  queryResults: [{ workflows: ALL, patterns: ["*"] }],
  athenaBuckets: [{ workflows: ALL, buckets: ["moj-analytics-lookup-tables"] }],
  catalogues: ALL,
  allRegions: ALL,
  bedrockRegions: [
    {
      workflows: ALL,
      regions: [
        "eu-central-1",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "us-east-1",
      ],
    },
  ],
  glueServices: ALL,
  bucketListing: ALL,
  objectAcls: ALL,
  writeOnlyPaths: ALL,
  pythonValues: ALL,
  egress: [{ workflows: ALL, cidrBlocks: ["0.0.0.0/0"], ports: ["ssh", "sftp"] }],
  trustedIssuers: [],
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

import type { Compatibility, WorkflowPatterns } from "../../platform/config/stack.generated";

const ALL: WorkflowPatterns = ["*/*"];

/** Every right that workflows have on the present platform, for all of them. Connections and issuers differ by workflow and stack. */
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
  egress: [],
  trustedIssuers: [],
};

/** Short names of projects there. They are in the names of DAGs, roles and service accounts. */
export const ALIASES_THERE: Readonly<Record<string, string>> = {
  "electronic-monitoring-data-store": "emds",
  "electronic-monitoring-data-store-pp": "emds-pp",
};

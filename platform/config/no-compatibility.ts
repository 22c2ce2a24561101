import type { Compatibility } from "./stack.generated";

/** Every setting of `workflows.compatibility` at its default: each workflow gets the narrow grants. */
export const NO_COMPATIBILITY: Compatibility = {
  allRegions: [],
  athenaBuckets: [],
  bedrockRegions: [],
  bucketListing: [],
  catalogues: [],
  egress: [],
  glueDatabases: [],
  glueJobs: [],
  glueServices: [],
  objectAcls: [],
  pythonValues: [],
  queryResults: [],
  trustedIssuers: [],
  workGroups: [],
  writeOnlyPaths: [],
};

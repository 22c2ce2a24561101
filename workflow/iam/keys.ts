/** The manifest's `iam` section without nulls and empty lists: an absent key grants nothing. */
export interface IamKeys {
  readonly athena?: "read" | "write";
  readonly bedrock?: boolean;
  readonly glue?: boolean | GlueKeys;
  /** ARNs of keys. */
  readonly kms?: readonly string[];
  /** Paths, `bucket/prefix…`; so are the three below. */
  readonly s3_read_only?: readonly string[];
  readonly s3_read_write?: readonly string[];
  readonly s3_write_only?: readonly string[];
  readonly s3_deny?: readonly string[];
  readonly lake_formation?: boolean;
  readonly textract?: boolean;
  /** ARNs of log groups. */
  readonly cloudwatch_logs_read_only?: readonly string[];
  /** Ids of the manifest's `secrets`; `true` for all of them. */
  readonly update_secrets?: boolean | readonly string[];
  /** ARN of a role in another account; no other key is allowed beside it. */
  readonly external_role?: string;
}

/** `iam.glue` written as a map. */
export interface GlueKeys {
  /** `true` for the workflow's own jobs; a list adds others by name. */
  readonly jobs?: boolean | readonly string[];
  /** Names of databases that the workflow changes. */
  readonly databases?: readonly string[];
}

/** Whether the workflow runs Glue jobs. */
export function runsGlueJobs({ glue }: IamKeys): boolean {
  return typeof glue === "object" ? glue.jobs !== undefined && glue.jobs !== false : glue === true;
}

/** Names of Glue jobs that the manifest lists. */
export function listedJobs({ glue }: IamKeys): readonly string[] {
  return typeof glue === "object" && typeof glue.jobs === "object" ? glue.jobs : [];
}

/** Names of Glue databases that the manifest lists. */
export function listedDatabases({ glue }: IamKeys): readonly string[] {
  return typeof glue === "object" ? (glue.databases ?? []) : [];
}

/** The keys that hold S3 paths, in the order of the documentation. */
export const S3_KEYS = ["s3_read_only", "s3_read_write", "s3_write_only", "s3_deny"] as const;

/** Keys of S3 paths that grant something. */
export const GRANTING_S3_KEYS = S3_KEYS.filter((key) => key !== "s3_deny");

/** A key that holds S3 paths. */
export type S3Key = (typeof S3_KEYS)[number];

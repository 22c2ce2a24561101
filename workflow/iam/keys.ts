/** The manifest's `iam` section, without nulls and empty lists. An absent key grants nothing. */
export interface IamKeys {
  readonly athena?: "read" | "write";
  readonly bedrock?: boolean;
  readonly glue?: boolean | GlueKeys;
  /** ARNs of KMS keys. */
  readonly kms?: readonly string[];
  /** Paths `bucket/prefix…`, as in the three keys below. */
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
  /** ARN of a role in another account. No other key may be beside it. */
  readonly external_role?: string;
}

/** `iam.glue` in the form of a map. */
export interface GlueKeys {
  /** `true` for the workflow's own jobs, or a list of names to add to those. */
  readonly jobs?: boolean | readonly string[];
  /** Names of databases that the workflow may change. */
  readonly databases?: readonly string[];
}

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

/** The keys with S3 paths, in the order of the documentation. */
export const S3_KEYS = ["s3_read_only", "s3_read_write", "s3_write_only", "s3_deny"] as const;

/** The keys with S3 paths that grant access. */
export const GRANTING_S3_KEYS = S3_KEYS.filter((key) => key !== "s3_deny");

export type S3Key = (typeof S3_KEYS)[number];

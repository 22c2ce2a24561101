/** The manifest's `iam` section, nulls and empty lists gone: an absent key grants nothing. */
export interface IamKeys {
  readonly athena?: "read" | "write";
  readonly bedrock?: boolean;
  readonly glue?: boolean;
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
  /** ARN of a role in another account; stands alone. */
  readonly external_role?: string;
}

/** The keys that hold S3 paths, in the order of the documentation. */
export const S3_KEYS = ["s3_read_only", "s3_read_write", "s3_write_only", "s3_deny"] as const;

/** A key that holds S3 paths. */
export type S3Key = (typeof S3_KEYS)[number];

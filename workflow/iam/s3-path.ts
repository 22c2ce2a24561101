/** An S3 path of a manifest, taken apart. */
export interface S3Path {
  readonly bucket: string;
  /** What follows the bucket's slash, wildcards and all; empty for the whole bucket. */
  readonly prefix: string;
  /** Whether the author wrote `s3://` before it. */
  readonly hasScheme: boolean;
}

/** Why an S3 path cannot be granted, and what to write instead. */
export interface S3PathFault {
  readonly code:
    "s3-arn" | "s3-bucket-wildcard" | "s3-bucket-name" | "s3-path-characters" | "s3-path-dots" | "s3-path-variable";
  readonly message: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** What a policy document may hold: IAM's pattern is `[\u0009\u000A\u000D\u0020-\u00FF]+`; line breaks have no place in a key. */
const POLICY_TEXT = /^[\u0020-\u007E\u00A1-\u00FF]*$/;

/** Takes a path apart, or says why it is none. Repeated `*` mean what one does, so one remains. */
export function parseS3Path(text: string): S3Path | S3PathFault {
  if (/^arn:/i.test(text)) {
    const path = text.replace(/^arn:[^:]*:s3:[^:]*:[^:]*:/i, "");
    return {
      code: "s3-arn",
      message: `"${text}" is an ARN; write the path alone: ${path === text ? "bucket/prefix/*" : path}`,
    };
  }
  const hasScheme = /^s3:\/\//i.test(text);
  const path = hasScheme ? text.slice("s3://".length) : text;
  const slash = path.indexOf("/");
  const bucket = slash === -1 ? path : path.slice(0, slash);
  const prefix = slash === -1 ? "" : path.slice(slash + 1);
  if (/[*?]/.test(bucket)) {
    return {
      code: "s3-bucket-wildcard",
      message: `"${text}" has a wildcard in the bucket, which would reach buckets of others; name one bucket a line: bucket/prefix/*`,
    };
  }
  if (!BUCKET.test(bucket)) {
    return {
      code: "s3-bucket-name",
      message: `"${bucket}" in "${text}" cannot be the name of a bucket; write bucket/prefix/*`,
    };
  }
  if (!POLICY_TEXT.test(prefix)) {
    return {
      code: "s3-path-characters",
      message: `"${text}" has a character that IAM policies cannot hold (beyond Latin-1, or a control character); put a ? in its place`,
    };
  }
  if (prefix.includes("${")) {
    return {
      code: "s3-path-variable",
      message: `"${text}" has a policy variable, which paths may not use; write the prefix out`,
    };
  }
  if (prefix.split("/").some((name) => name === "." || name === "..")) {
    return {
      code: "s3-path-dots",
      message: `"${text}" has . or .. for a folder, which S3 takes as a name and not as a way to another; write the path that is meant`,
    };
  }
  return { bucket, prefix: prefix.replace(/\*{2,}/g, "*"), hasScheme };
}

/** Whether a parsed path is a fault. */
export function isS3PathFault(path: S3Path | S3PathFault): path is S3PathFault {
  return "code" in path;
}

/** The paths of a list that `iamFindings` has nothing against; another is refused, as a deny left out would widen. */
export function s3Paths(texts: readonly string[] | undefined): S3Path[] {
  return (texts ?? []).map((text) => {
    const path = parseS3Path(text);
    if (isS3PathFault(path)) {
      throw new RangeError(path.message);
    }
    return path;
  });
}

/** Whether a path is a whole bucket. */
export function isWholeBucket({ prefix }: S3Path): boolean {
  return prefix === "" || prefix === "*";
}

/** ARN of a path's bucket. */
export function bucketArn({ bucket }: S3Path): string {
  return `arn:aws:s3:::${bucket}`;
}

/**
 * ARNs of the objects that a path means: what its wildcards match; everything below a folder; and for a path without
 * either, the object of that name and everything below it, never a neighbour that only starts alike.
 */
export function objectArns(path: S3Path): string[] {
  const arn = `${bucketArn(path)}/${path.prefix}`;
  if (path.prefix === "" || path.prefix.endsWith("/")) {
    return [`${arn}*`];
  }
  return path.prefix.endsWith("*") ? [arn] : [arn, `${arn}/*`];
}

/**
 * Values of `s3:prefix` with which tools list a path: `prefix`, and by `prefix/*` both `prefix/` and anything below, as
 * `*` matches the empty text too. Of `prefix*` the first covers the second, which merging then drops.
 */
export function listPrefixes({ prefix }: S3Path): string[] {
  const folder = prefix.replace(/\/\*?$/, "");
  return [folder, `${folder}/*`];
}

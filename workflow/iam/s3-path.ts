/** The parts of an S3 path in a manifest. */
export interface S3Path {
  readonly bucket: string;
  /** The text after the bucket's slash, with its wildcards; empty for the whole bucket. */
  readonly prefix: string;
  /** Whether the author wrote `s3://` before it. */
  readonly hasScheme: boolean;
}

/** The reason why an S3 path is invalid, and what to write instead. */
export interface S3PathFault {
  readonly code:
    "s3-arn" | "s3-bucket-wildcard" | "s3-bucket-name" | "s3-path-characters" | "s3-path-dots" | "s3-path-variable";
  readonly message: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Characters that a policy may contain. IAM's own pattern, `[\u0009\u000A\u000D\u0020-\u00FF]+`, also allows line
 * breaks.
 */
const POLICY_TEXT = /^[\u0020-\u007E\u00A1-\u00FF]*$/;

/** Parses a path, or gives the reason why it is invalid. Shortens `**` to `*`, which has the same meaning. */
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
      message: `"${text}" has a wildcard in the bucket, which would match buckets of other teams; name one bucket on each line: bucket/prefix/*`,
    };
  }
  if (!BUCKET.test(bucket)) {
    return {
      code: "s3-bucket-name",
      message: `"${bucket}" in "${text}" is not a valid name of a bucket; write bucket/prefix/*`,
    };
  }
  if (!POLICY_TEXT.test(prefix)) {
    return {
      code: "s3-path-characters",
      message: `"${text}" has a character that an IAM policy cannot contain (beyond Latin-1, or a control character); write ? in its place`,
    };
  }
  if (prefix.includes("${")) {
    return {
      code: "s3-path-variable",
      message: `"${text}" has a policy variable, which a path may not use; write the prefix itself`,
    };
  }
  if (prefix.split("/").some((name) => name === "." || name === "..")) {
    return {
      code: "s3-path-dots",
      message: `"${text}" has . or .. as a folder, which S3 reads as a plain name; write the path without it`,
    };
  }
  return { bucket, prefix: prefix.replace(/\*{2,}/g, "*"), hasScheme };
}

export function isS3PathFault(path: S3Path | S3PathFault): path is S3PathFault {
  return "code" in path;
}

/**
 * Parses a list of paths without errors from `iamFindings`.
 *
 * @throws RangeError for an invalid path, because leaving out a denied path would widen the role.
 */
export function s3Paths(texts: readonly string[] | undefined): S3Path[] {
  return (texts ?? []).map((text) => {
    const path = parseS3Path(text);
    if (isS3PathFault(path)) {
      throw new RangeError(path.message);
    }
    return path;
  });
}

export function isWholeBucket({ prefix }: S3Path): boolean {
  return prefix === "" || prefix === "*";
}

export function bucketArn({ bucket }: S3Path): string {
  return `arn:aws:s3:::${bucket}`;
}

/**
 * ARNs of the objects of a path. A path that ends in `*` covers the objects that match, and one that ends in `/`
 * everything below.
 * Any other path covers the object of that name and everything below it, but no object whose name only begins with it.
 */
export function objectArns(path: S3Path): string[] {
  const arn = `${bucketArn(path)}/${path.prefix}`;
  if (path.prefix === "" || path.prefix.endsWith("/")) {
    return [`${arn}*`];
  }
  return path.prefix.endsWith("*") ? [arn] : [arn, `${arn}/*`];
}

/**
 * Values of `s3:prefix` that tools send to list a path: `prefix`, `prefix/` and anything below. The pattern `prefix/*`
 * covers the last two, because `*` also matches nothing. For `prefix*` the first pattern covers the second, and merging
 * drops the second.
 */
export function listPrefixes({ prefix }: S3Path): string[] {
  const folder = prefix.replace(/\/\*?$/, "");
  return [folder, `${folder}/*`];
}

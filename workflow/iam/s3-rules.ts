import type { Finding } from "../../diagnostics/problem";
import { error, warning } from "../rules/rule";
import { type IamKeys, S3_KEYS, type S3Key } from "./keys";
import { isS3PathFault, parseS3Path, type S3Path } from "./s3-path";

/** Reports errors and warnings about the S3 paths of a manifest. */
export function s3Findings(iam: IamKeys, environment: string): Finding[] {
  return [
    ...S3_KEYS.flatMap((key) => (iam[key] ?? []).flatMap((text, index) => pathFindings(key, index, text, environment))),
    ...inBoth(iam),
  ];
}

function pathFindings(key: S3Key, index: number, text: string, environment: string): Finding[] {
  const path = parseS3Path(text);
  const at = ["iam", key, index];
  if (isS3PathFault(path)) {
    return [error(path.code, at, path.message)];
  }
  const found: Finding[] = [];
  if (path.hasScheme) {
    found.push(warning("s3-scheme", at, `write the path without s3://: ${text.slice("s3://".length)}`));
  }
  if (path.prefix === "") {
    found.push(
      warning(
        "s3-whole-bucket",
        at,
        `"${text}" covers every object in the bucket; write ${path.bucket}/* if you mean that, or name a prefix: ${path.bucket}/prefix/*`,
      ),
    );
  }
  const foreign = foreignEnvironment(path, key, environment);
  if (foreign !== undefined) {
    found.push(
      warning(
        "s3-other-environment",
        at,
        `"${text}" contains "${foreign}", but this is a ${environment} workflow; check that it should ${key === "s3_read_only" ? "read" : "write"} there`,
      ),
    );
  }
  return found;
}

/** Reports paths that are both read-only and read-write. The first has no effect. */
function inBoth(iam: IamKeys): Finding[] {
  const writable = new Set((iam.s3_read_write ?? []).map(canonical));
  return (iam.s3_read_only ?? []).flatMap((text, index) =>
    writable.has(canonical(text))
      ? [
          warning(
            "s3-read-only-and-read-write",
            ["iam", "s3_read_only", index],
            `"${text}" is also in iam.s3_read_write, which includes reading; remove it from one of the two lists`,
          ),
        ]
      : [],
  );
}

/** One spelling for each path, to compare paths. */
function canonical(text: string): string {
  const path = parseS3Path(text);
  return isS3PathFault(path) ? text : `${path.bucket}/${path.prefix}`.replace(/\/\*$/, "/");
}

const PRODUCTION_WORDS = new Set(["prod", "production"]);
const OTHER_WORDS = new Set(["dev", "development", "preprod", "test"]);

/**
 * The word of a path that names another environment; undefined if the path is fine or unclear. Reports only production
 * that uses data of other environments, and other environments that write to production's data. Development and test
 * share buckets, and may read production's data. Paths with words of both, wildcards and denied paths give undefined.
 */
function foreignEnvironment({ bucket, prefix }: S3Path, key: S3Key, environment: string): string | undefined {
  if (key === "s3_deny" || (environment !== "production" && key === "s3_read_only")) {
    return undefined;
  }
  const words = `${bucket}/${prefix}`.toLowerCase().split(/[^a-z0-9*?]+/);
  const [own, foreign] =
    environment === "production" ? [PRODUCTION_WORDS, OTHER_WORDS] : [OTHER_WORDS, PRODUCTION_WORDS];
  return words.some((word) => own.has(word)) ? undefined : words.find((word) => foreign.has(word));
}

import type { Tags } from "./config/stack.generated";

/** Tags by key, as AWS takes them. */
export type TagMap = Readonly<Record<string, string>>;

/** Keys of all tags that the program sets on resources of AWS. */
export const TAG_KEYS = [
  "Name",
  "application",
  "business-unit",
  "environment-name",
  "is-production",
  "owner",
  "source-code",
] as const;

/** The tags that every taggable resource of an environment carries. */
export function stackTags(environment: string, tags: Tags): Record<Exclude<(typeof TAG_KEYS)[number], "Name">, string> {
  return {
    "business-unit": tags.businessUnit,
    application: tags.application,
    "environment-name": environment,
    owner: tags.owner,
    "is-production": String(tags.isProduction),
    "source-code": tags.sourceCode,
  };
}

/** The tags with `Name`, which the AWS consoles show as the resource's name. */
export function named(tags: TagMap, name: string): Record<string, string> {
  return { ...tags, Name: name };
}

/**
 * Most tags of an object in S3 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html) and of other
 * resources (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html).
 */
const MOST_TAGS = { object: 10, other: 50 };

/**
 * Says what to leave out if a resource has more tags than AWS takes; `undefined` if it has not. AWS would refuse it only when
 * `pulumi up` comes to it.
 *
 * @param type Pulumi's type, such as `aws:s3/bucketObjectv2:BucketObjectv2`.
 * @param own keys of the resource's own tags. Those of the stack are on every resource.
 */
export function tooManyTags(type: string, stack: readonly string[], own: readonly string[]): string | undefined {
  const most = type.startsWith("aws:s3/bucketObject") ? MOST_TAGS.object : MOST_TAGS.other;
  const further = own.filter((key) => !stack.includes(key));
  const excess = stack.length + further.length - most;
  return excess <= 0
    ? undefined
    : `${stack.length + further.length} tags, and AWS takes at most ${most} on ${most === MOST_TAGS.object ? "an object in S3" : "a resource"}: ` +
        `leave out ${excess} of ${further.join(", ")}, or of the stack's ${stack.join(", ")}`;
}

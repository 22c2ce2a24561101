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

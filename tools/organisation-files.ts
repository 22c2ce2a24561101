import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { format } from "prettier";

import { DEFAULT_PROFILE, PROFILE_SPELLINGS } from "../platform/compute-profiles";
import type { GeneratedFile } from "./generated-file";
import { type Organisation, readOrganisation } from "./organisation";
import { followingPages } from "./organisation-pages";

export const MANIFEST_SCHEMA = "manifests/workflow.schema.json";

const STACK_SCHEMA = "platform/config/stack.schema.json";

const NAMES = "dags/analytical_platform_airflow/data/kubernetes_names.json";

const PROFILES = "dags/analytical_platform_airflow/data/compute_profiles.json";

const ENVIRONMENT = "workflow/data/default-environment.json";

/** Width of a line, as in `.prettierrc.json`. */
const PRINT_WIDTH = 120;

/** The files that contain the organisation's values, each with its other content as it is on disk. */
export async function organisationFiles(root: string): Promise<GeneratedFile[]> {
  const organisation = readOrganisation(root);
  const read = (path: string): string => readFileSync(resolve(root, path), "utf8");
  const { labelDomain } = organisation;
  const asJson = (text: string): Promise<string> => format(text, { parser: "json", printWidth: PRINT_WIDTH });
  const schema = manifestSchema(JSON.parse(read(MANIFEST_SCHEMA)) as ManifestSchema, organisation);
  return [
    { path: MANIFEST_SCHEMA, text: await asJson(JSON.stringify(schema, null, 2)) },
    { path: STACK_SCHEMA, text: await asJson(withDefaults(read(STACK_SCHEMA), organisation)) },
    { path: NAMES, text: withValue(read(NAMES), "labelPrefix", `airflow.${labelDomain}`) },
    { path: PROFILES, text: withValue(read(PROFILES), "nodePoolLabel", `compute.${labelDomain}/node-pool`) },
    { path: ENVIRONMENT, text: withEnvironment(read(ENVIRONMENT), organisation) },
    ...followingPages(root, organisation),
  ];
}

/** The text of a JSON file with another value of one key, and its layout as it is. */
function withValue(text: string, key: string, value: string): string {
  return text.replace(new RegExp(`("${key}": )"[^"]*"`), (_, start: string) => `${start}${JSON.stringify(value)}`);
}

/** The variables of every container: the organisation's, then the templates of the platform. */
function withEnvironment(text: string, { containerEnvironment }: Organisation): string {
  const templates = Object.entries(JSON.parse(text) as Record<string, string>).filter(([, value]) =>
    /{{.*}}/.test(value),
  );
  return `${JSON.stringify({ ...containerEnvironment, ...Object.fromEntries(templates) }, null, 2)}\n`;
}

interface Tag {
  enum?: readonly string[];
  pattern?: string;
  description: string;
  examples?: readonly string[];
}

interface ManifestSchema {
  $defs: {
    ComputeProfile: { enum: unknown[] };
    Dag: { properties: { compute_profile: { default: string }; repository: Tag } };
    Notifications: { properties: { emails: { items: Tag } } };
    Task: { properties: { repository: Tag } };
    Tags: { properties: { business_unit: Tag; owner: Tag } };
  };
}

/** The manifest's schema, which is written by hand, with the compute profiles and the organisation's own values. */
function manifestSchema(
  schema: ManifestSchema,
  { businessUnits, ownerDomains, example }: Organisation,
): ManifestSchema {
  const { ComputeProfile, Dag, Notifications, Tags, Task } = schema.$defs;
  const team = `team@${ownerDomains[0]}`;
  ComputeProfile.enum = [...PROFILE_SPELLINGS, null];
  Dag.properties.compute_profile.default = DEFAULT_PROFILE;
  Dag.properties.repository.examples = [example.repository];
  Task.properties.repository.examples = [example.repository];
  Notifications.properties.emails.items.examples = [team];
  Tags.properties.business_unit.enum = businessUnits;
  const domains = ownerDomains.map((domain) => domain.replaceAll(".", "\\."));
  const [only = ""] = domains;
  Object.assign(Tags.properties.owner, {
    pattern: `^[A-Za-z0-9_.:/=+-]+@${domains.length === 1 ? only : `(${domains.join("|")})`}$`,
    description: `Address of the owning team, ending ${ownerDomains.map((domain) => `@${domain}`).join(" or ")}; before that only what a tag of AWS takes: letters, digits and _ . : / = + -.`,
    examples: [team],
  });
  return schema;
}

/** The text of the stack's schema, which is written by hand, with the organisation's values as defaults of every stack. */
function withDefaults(text: string, { githubOrganisations, ownerDomains }: Organisation): string {
  const values = { organisations: githubOrganisations, emailDomains: ownerDomains };
  return Object.entries(values).reduce(
    (before, [key, value]) =>
      before.replace(
        new RegExp(`("${key}": {[^]*?"default": )\\[[^\\]]*\\]`),
        (_, start: string) => `${start}${JSON.stringify(value)}`,
      ),
    text,
  );
}

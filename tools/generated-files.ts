import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

import { compile } from "json-schema-to-typescript";
import type { JSONSchema } from "json-schema-to-typescript";
import { format } from "prettier";

import { AIRFLOW_VERSIONS } from "../platform/airflow/versions";
import { ENVIRONMENTS } from "../platform/config/check";
import type { StackConfig } from "../platform/config/stack.generated";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { isMap } from "../diagnostics/is-map";
import { formatProblem } from "../diagnostics/problem";
import { ANNOTATIONS } from "../diagnostics/schema-violations";
import { UsageError } from "../diagnostics/usage-error";
import { stackCosts } from "../preview/costs/stacks";
import { diagrams } from "./diagrams";
import type { GeneratedFile } from "./generated-file";
import { MANIFEST_SCHEMA, organisationFiles } from "./organisation-files";
import { alarmsReference } from "./reference/alarms";
import { chartsReference } from "./reference/charts";
import { decisionsContents, type Page, referenceContents } from "./reference/contents";
import { computeProfilesReference, type StackFleets } from "./reference/compute-profiles";
import { concurrencyReference, type StackTasks } from "./reference/concurrency";
import { costsReference } from "./reference/costs";
import { dependenciesReference } from "./reference/dependencies";
import { manifestReference } from "./reference/manifest";
import { policiesReference } from "./reference/policies";
import type { SchemaNode } from "./reference/schema";
import { stackReference } from "./reference/stack";

/** Width of a line, as in `.prettierrc.json`. */
const PRINT_WIDTH = 120;

/**
 * The TypeScript types of a schema.
 *
 * @param fillsDefaults whether data of these types has the schema's defaults filled in, so that no key with a default is optional.
 */
async function typesOf(schemaPath: string, text: string, fillsDefaults = false): Promise<string> {
  const schema = JSON.parse(text, fillsDefaults ? requireDefaults : undefined) as JSONSchema & { title: string };
  return compile(schema, schema.title, {
    additionalProperties: false,
    bannerComment: `// Generated from ${schemaPath} by npm run generate. Do not edit.`,
    strictIndexSignatures: false,
  });
}

/**
 * A part of a schema in which each key with a default is required, without annotations of ours: beside a `$ref` they
 * would make a type of each use. `JSON.parse` calls it for every value.
 */
function requireDefaults(key: string, part: unknown): unknown {
  if (ANNOTATIONS.some(({ keyword }) => keyword === key) && !isMap(part)) {
    return undefined;
  }
  const { properties, required = [] } = (isMap(part) ? part : {}) as JSONSchema;
  return properties === undefined || !Array.isArray(required)
    ? part
    : {
        ...(part as object),
        required: [...required, ...Object.keys(properties).filter((key) => properties[key]?.default !== undefined)],
      };
}

/** The schema of stack files, which is written by hand, with the versions of Airflow that the table says are tested. */
function withAirflowVersions(text: string): string {
  const versions = AIRFLOW_VERSIONS.map((version) => JSON.stringify(version)).join(", ");
  return text.replace(
    /("AirflowConfig"[^]*?"version": \{\s*"type": "string",\s*"enum": )\[[^\]]*\]/,
    (_, start: string) => `${start}[${versions}]`,
  );
}

function markdown(text: string): Promise<string> {
  return format(text, { parser: "markdown", printWidth: PRINT_WIDTH });
}

/** The configuration of a stack. Throws if its file has errors. */
function configOf(root: string, stack: string): StackConfig {
  const { config, problems } = readEnvironmentFile(stack, {}, root);
  if (config === undefined) {
    throw new UsageError(`the reference needs sound stack files:\n${problems.map(formatProblem).join("\n")}`);
  }
  return config;
}

function fleetsOf(root: string, stack: string): StackFleets {
  return { stack, fleets: configOf(root, stack).cluster };
}

function tasksOf(root: string, stack: string): StackTasks {
  const { airflow, inCluster } = configOf(root, stack);
  return { stack, airflow, pods: inCluster.quota.pods };
}

/** Every generated file with the text it should have. */
export async function generatedFiles(root: string): Promise<GeneratedFile[]> {
  const read = (path: string): string => readFileSync(resolve(root, path), "utf8");
  const stackSchema = "platform/config/stack.schema.json";
  const ofOrganisation = await organisationFiles(root);
  const schema = ofOrganisation.find(({ path }) => path === MANIFEST_SCHEMA)?.text ?? "";
  const reference = manifestReference(JSON.parse(schema) as SchemaNode);
  const stackText = withAirflowVersions(read(stackSchema));
  const files: GeneratedFile[] = [
    { path: stackSchema, text: stackText },
    { path: "platform/config/stack.generated.ts", text: await typesOf(stackSchema, stackText, true) },
    ...ofOrganisation,
    { path: "workflow/manifest.generated.ts", text: await typesOf(MANIFEST_SCHEMA, schema) },
    { path: "docs/reference/manifest.md", text: await markdown(reference) },
    {
      path: "docs/reference/stack.md",
      text: await markdown(stackReference(JSON.parse(stackText) as SchemaNode)),
    },
    {
      path: "docs/reference/compute-profiles.md",
      text: await markdown(computeProfilesReference(ENVIRONMENTS.map((stack) => fleetsOf(root, stack)))),
    },
    { path: "docs/reference/alarms.md", text: await markdown(alarmsReference()) },
    {
      path: "docs/reference/concurrency.md",
      text: await markdown(concurrencyReference(ENVIRONMENTS.map((stack) => tasksOf(root, stack)))),
    },
    { path: "docs/reference/dependencies.md", text: await markdown(dependenciesReference()) },
    { path: "docs/reference/costs.md", text: await markdown(costsReference(await stackCosts(root))) },
    { path: "docs/reference/policies.md", text: await markdown(policiesReference()) },
    { path: "docs/reference/charts-and-images.md", text: await markdown(chartsReference()) },
  ];
  return [...files, ...(await contents(root, files)), ...(await diagrams(root))];
}

const REFERENCE = "docs/reference";
const DECISIONS = "docs/decisions";

/** The lists of the pages that are generated, and of the decisions, which are written by hand. */
async function contents(root: string, files: readonly GeneratedFile[]): Promise<GeneratedFile[]> {
  const pages = files
    .filter(({ path }) => dirname(path) === REFERENCE)
    .map(({ path, text }): Page => ({ name: basename(path), text }))
    // `npm run limits` writes it, from the manifests of a stack.
    .concat(pagesOf(root, REFERENCE).filter(({ name }) => name === "limits.md"));
  return [
    { path: `${REFERENCE}/index.md`, text: await markdown(referenceContents(pages)) },
    { path: `${DECISIONS}/index.md`, text: await markdown(decisionsContents(pagesOf(root, DECISIONS))) },
  ];
}

/** The Markdown pages of a folder, as they are on disk. */
function pagesOf(root: string, folder: string): Page[] {
  return readdirSync(resolve(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ name, text: readFileSync(resolve(root, folder, name), "utf8") }));
}

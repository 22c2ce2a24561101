import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { isMap } from "../diagnostics/is-map";
import { loadYaml } from "../diagnostics/load-yaml";
import { PROJECT } from "../platform/environments";
import { stackFileName } from "../platform/names/stack-file";
import { escapeRegExp } from "./escape-reg-exp";
import type { GeneratedFile } from "./generated-file";
import type { Organisation } from "./organisation";

/** The values that pages and examples have now, by name. Written with them, so that the next change knows what to replace. */
const WRITTEN = "platform/organisation-in-pages.json";

/** Folders and files whose text has values of the organisation in examples, links and names of labels. */
const FOLLOWING = [
  "docs",
  "manifests",
  "policies/gatekeeper",
  ".github",
  "README.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
];

/** Kinds of files that follow. */
const TEXT = /\.(md|ya?ml)$|\/CODEOWNERS$/;

/** Stack whose repository and registry the pages show. */
const STACK = "production";

/** Values that pages may show, by a name that stays when the value changes. */
type Values = Readonly<Record<string, string>>;

/**
 * The pages and examples with the organisation's values in place of those that they have. Names of people, image tags and buckets
 * in examples stay.
 */
export function followingPages(root: string, organisation: Organisation): GeneratedFile[] {
  const written = JSON.parse(readFileSync(resolve(root, WRITTEN), "utf8")) as Values;
  const values = valuesOf(root, organisation);
  const changed = Object.entries(written).flatMap(([name, old]): [string, string][] => {
    const now = values[name] ?? values[name.replace(/\d+$/, "0")];
    return now === undefined || now === old ? [] : [[old, now]];
  });
  const replace = replacing(changed);
  const pages = changed.length === 0 ? [] : FOLLOWING.flatMap((path) => textsBelow(root, path));
  return [
    ...pages.map((path) => ({ path, text: replace(readFileSync(resolve(root, path), "utf8")) })),
    { path: WRITTEN, text: `${JSON.stringify(values, null, 2)}\n` },
  ];
}

function valuesOf(root: string, organisation: Organisation): Values {
  const { name, businessUnits, githubOrganisations, labelDomain, ownerDomains, supportChannel, example } = organisation;
  const stack = configOf(resolve(root, stackFileName(STACK)));
  const repository = at(stack, "delivery", "repository");
  return {
    name,
    labelDomain,
    supportChannel,
    exampleRepository: example.repository,
    exampleOwner: example.owner,
    exampleBusinessUnit: example.businessUnit,
    ...(typeof repository === "string" ? { repository } : {}),
    ...numbered("ownerDomain", ownerDomains),
    // A unit may be a short word, so only its key in a manifest tells it from prose.
    ...numbered(
      "businessUnit",
      businessUnits.map((unit) => `business_unit: ${unit}`),
    ),
    ...numbered("githubOrganisation", githubOrganisations),
    ...numbered("containerRegistry", [at(stack, "workflows", "containerRegistry")]),
  };
}

function numbered(name: string, values: unknown): Record<string, string> {
  const texts = Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
  return Object.fromEntries(texts.map((value, index) => [`${name}${index}`, value]));
}

/** Replaces all old values in one pass, the longest first, so that no replacement is replaced again. */
function replacing(changed: readonly (readonly [string, string])[]): (text: string) => string {
  const byOld = new Map(changed);
  const alternatives = [...byOld.keys()].sort((a, b) => b.length - a.length).map(escapeRegExp);
  // A value is a whole word: the domain of a longer domain, or the start of a longer name, is another value.
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${alternatives.join("|")})(?![A-Za-z0-9])`, "g");
  return (text) => (changed.length === 0 ? text : text.replaceAll(pattern, (old) => byOld.get(old) ?? old));
}

function textsBelow(root: string, path: string): string[] {
  const full = resolve(root, path);
  if (!existsSync(full)) {
    return [];
  }
  if (/\.\w+$/.test(path) && !path.startsWith(".")) {
    return [path];
  }
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name);
    return entry.isDirectory() ? textsBelow(root, inner) : TEXT.test(inner) ? [inner] : [];
  });
}

function configOf(path: string): unknown {
  return existsSync(path) ? at(loadYaml(readFileSync(path, "utf8")).data, "config") : undefined;
}

function at(data: unknown, section: string, ...keys: readonly string[]): unknown {
  const start = isMap(data) ? (data[section] ?? data[`${PROJECT}:${section}`]) : undefined;
  return keys.reduce((value, key) => (isMap(value) ? value[key] : undefined), start);
}

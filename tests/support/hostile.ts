import { resolve } from "node:path";

import * as fc from "fast-check";
import { parseDocument, stringify } from "yaml";

import { ENVIRONMENTS } from "../../platform/config/check";
import { ROOT } from "../../platform/root";
import { findManifests, readManifest } from "../../workflow/source";
import type { ManifestFile } from "../../workflow/check";

/** A manifest that uses every key that one manifest can use at once. */
export const MAXIMAL = `
dag: # comment
  repository: moj-analytical-services/example
  tag: v1.0.0
  catchup: true
  depends_on_past: true
  is_paused_upon_creation: true
  max_active_runs: 3
  retries: 2
  retry_delay: 60
  start_date: 2025-01-02
  end_date: "2030-12-31"
  schedule: "15 6 * * MON-FRI"
  env_vars: &shared
    TEXT: 'it''s "quoted"'
    NUMBER: 1.10
    LINES: |
      one
      two
  params: {days: 7, dry_run: false, name: "x", ratio: 0.5, nothing: null}
  compute_profile: general-on-demand-2vcpu-8gb
  tasks:
    extract:
    transform:
      compute_profile: gpu-spot-4vcpu-16gb
      dependencies: [extract]
      env_vars: {<<: *shared, MORE: "{{ ds }}"}
      inlets: ["s3://bucket/in"]
    load:
      dependencies: [extract, transform]
      outlets:
        - s3://bucket/out
iam:
  athena: write
  bedrock: true
  cloudwatch_logs_read_only: ["arn:aws:logs:eu-west-2:123456789012:log-group:/example/application"]
  glue: true
  kms: ["arn:aws:kms:eu-west-2:123456789012:key/mrk-12345678909876543212345678909876"]
  lake_formation: true
  s3_deny: [example-bucket/private/*]
  s3_read_only: [example-bucket/in/*]
  s3_read_write: [example-bucket/out/*]
  s3_write_only: [example-bucket/drop/*]
  textract: true
  update_secrets: [api-key]
maintainers: [octocat, hubot]
notifications:
  emails: [team@justice.gov.uk]
  slack_channel: "#team"
  slack_events: [failure]
secrets: [api-key, password]
tags:
  business_unit: HMPPS
  owner: team@justice.gov.uk
`;

/** Valid manifests from which edits start: the repository's examples, and the one with every key. */
export const VALID: readonly ManifestFile[] = [
  { file: "manifests/development/examples/maximal/workflow.yml", text: MAXIMAL },
  ...ENVIRONMENTS.flatMap((name) =>
    findManifests(resolve(ROOT, "manifests", name)).map((path) => readManifest(path, ROOT)),
  ),
];

const TOKENS: readonly string[] = [
  ...[
    "{{",
    "}}",
    "{%",
    "*a",
    "&a ",
    "*shared",
    "<<: ",
    "- ",
    ": ",
    "? ",
    "#",
    " #",
    "'",
    '"',
    "`",
    "|",
    ">",
    "!!str ",
    "!x ",
  ],
  ...[
    "!!set ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "  ",
    "\0",
    "\u0007",
    "\u001b[31m",
    "\u2028",
    "\u0085",
  ],
  ...[
    "\ufeff",
    "\ud800",
    "👩‍🔬",
    "ß",
    "[",
    "]",
    "{",
    "}",
    "[[[[",
    ",",
    "null",
    "~",
    "true",
    "99999999999999999999",
    "1e999",
  ],
  ...[
    ".nan",
    "-0",
    "0x1F",
    "2025-02-30",
    "__proto__",
    "constructor",
    "\\",
    "\\N{BULLET}",
    '"""',
    "$(HOME)",
    "../",
    "*",
    "@daily",
  ],
];

/** A value of another type, which YAML allows anywhere. */
const OTHER: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    Number.NaN,
    Infinity,
    "",
    " ",
    "none",
    "@daily",
    "a\nb",
    [],
    {},
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.array(fc.constantFrom<unknown>("a", "a", 1, null, {}), { maxLength: 3 }),
  fc.dictionary(
    fc.constantFrom("a", "dag", "1", "__proto__", "hours", "main", ""),
    fc.constantFrom<unknown>("a", 1, null, []),
  ),
);

type Edit = (text: string) => string;

/** A place in a text as a fraction of its length, so that it stays inside after any earlier edits. */
const PLACE = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

const LINE_EDIT: fc.Arbitrary<Edit> = fc
  .tuple(fc.constantFrom("delete" as const, "double" as const, "indent" as const, "move" as const), PLACE, PLACE)
  .map(([kind, from, to]) => (text) => {
    const lines = text.split("\n");
    const [line = ""] = lines.splice(Math.floor(from * lines.length), kind === "double" ? 0 : 1);
    const at = Math.floor((kind === "move" ? to : from) * lines.length);
    const put = { delete: [], double: [lines[at] ?? ""], indent: [`  ${line}`], move: [line] }[kind];
    lines.splice(at, 0, ...put);
    return lines.join("\n");
  });

const CHARACTER_EDIT: fc.Arbitrary<Edit> = fc
  .tuple(fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 3 })), PLACE, fc.nat(4))
  .map(([put, place, removed]) => (text) => {
    const at = Math.floor(place * text.length);
    return text.slice(0, at) + put + text.slice(at + removed);
  });

const VALUE_EDIT: fc.Arbitrary<Edit> = fc.tuple(OTHER, PLACE).map(([value, place]) => (text) => {
  const document = parseDocument(text, { logLevel: "error", uniqueKeys: false });
  const paths = document.errors.length === 0 ? pathsOf(document.toJS()) : [];
  const path = paths[Math.floor(place * paths.length)];
  if (path === undefined) {
    return text + stringify(value);
  }
  document.setIn(path, value);
  return document.toString();
});

/** A valid manifest after a few random edits. */
export const EDITED: fc.Arbitrary<ManifestFile> = fc
  .tuple(
    fc.constantFrom(...VALID),
    fc.array(fc.oneof(LINE_EDIT, CHARACTER_EDIT, CHARACTER_EDIT, VALUE_EDIT), { minLength: 1, maxLength: 4 }),
  )
  .map(([{ file, text }, edits]) => ({
    file,
    text: edits.reduce((edited, edit) => attempt(edit, edited), text),
  }));

/** An edit that the test's own YAML library cannot do, because the text is no longer YAML, changes nothing. */
function attempt(edit: Edit, text: string): string {
  try {
    return edit(text);
  } catch {
    return text;
  }
}

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  return typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, child]) => {
        const here = [...path, Array.isArray(value) ? Number(key) : key];
        return [here, ...pathsOf(child, here)];
      });
}

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { parseDocument, stringify } from "yaml";

import { examplesOf, resolveNode, type SchemaNode } from "../../tools/reference/schema";
import { ROOT } from "../../platform/root";
import schema from "../../manifests/workflow.schema.json";
import { COMPUTE_PROFILES, PROFILE_SPELLINGS } from "../../platform/compute-profiles";
import { compiled, environmentOf, manifest, problemsOf } from "../support/manifests";

const TEST = environmentOf("test");
const FILE = "manifests/test/examples/hello/workflow.yml";
const REFERENCE = readFileSync(resolve(ROOT, "docs/reference/manifest.md"), "utf8");

interface Key {
  readonly path: string[];
  readonly node: SchemaNode;
}

/** Every key that the schema has, with its path; the name of a task is `extract`. */
function keys(path: readonly string[], unresolved: SchemaNode): Key[] {
  const node = resolveNode(unresolved, schema);
  const values =
    path.at(-1) === "tasks" && typeof node.additionalProperties === "object" ? node.additionalProperties : {};
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
      { path: [...path, key], node: resolveNode(child, schema) },
      ...keys([...path, key], child),
    ]),
    ...(path.at(-1) === "tasks" ? keys([...path, "extract"], values) : []),
  ];
}

const KEYS = keys([], schema);

/** A valid manifest with one more value, and the keys that the value needs; without the value itself if it is undefined. */
function manifestWith(path: readonly string[], value?: unknown): string {
  const text = manifest("", "secrets: [api-key]\n");
  const document = parseDocument(text);
  if (path[1] === "tasks" && path.length > 2) {
    document.setIn(["dag", "tasks"], document.createNode({ extract: {}, other: {} }));
  }
  if (path[3] === "when" && value !== undefined) {
    const rest = path[4] === "value" ? { is: "a" } : { value: "a" };
    document.setIn(
      ["dag", "tasks"],
      document.createNode({ check: {}, extract: { dependencies: ["check"], when: rest }, other: {} }),
    );
  }
  if (path.at(-1) === "textract" && value === true) {
    document.setIn(["iam", "s3_read_only"], ["example-bucket/a/*"]);
  }
  if (value !== undefined) {
    document.setIn(path, document.createNode(path.at(-1) === "dependencies" ? ["other"] : value));
  }
  return document.toString();
}

describe("the reference of the manifest", () => {
  test.each(KEYS.map(({ path, node }) => [path.join(".").replace("tasks.extract", "tasks.<name>"), node] as const))(
    "lists %s with its description",
    (path, node) => {
      expect(REFERENCE).toContain(`\`${path}\``);
      expect(node.description).toMatch(/\w/);
    },
  );

  test.each(COMPUTE_PROFILES)("lists the compute profile $name", ({ name, cpu, memoryGiB, gpus }) => {
    expect(REFERENCE.replaceAll(/ +/g, " ")).toContain(`| \`${name}\` | ${cpu} | ${memoryGiB} | ${gpus} |`);
  });

  test("is the output of npm run generate for the current schema and compute profiles", () => {
    const command = ["--import", "tsx", "tools/generate.ts", "--check"];
    expect(execFileSync(process.execPath, command, { cwd: ROOT, encoding: "utf8", stdio: "pipe" })).toBe("");
  }, 600_000);
});

describe("the schema that editors show", () => {
  test("offers every compute profile, and no other value", () => {
    expect(schema.$defs.ComputeProfile.enum).toEqual([...PROFILE_SPELLINGS, null]);
  });

  const examples = KEYS.filter(({ path }) => path.at(-1) !== "python_dag").flatMap(({ path, node }) =>
    examplesOf(path.at(-1) ?? "", node).map(
      (example) => [path, Object.values(example as object)[0] as unknown] as const,
    ),
  );
  test.each(examples.map(([path, value]) => [path.join("."), stringify(value).trim(), path, value] as const))(
    "gives an example of %s that validate accepts: %s",
    (_name, _shown, path, value) => {
      const errors = problemsOf(manifestWith(path, value), TEST, FILE).filter(({ severity }) => severity === "error");
      expect(errors).toEqual([]);
    },
  );

  const defaults = KEYS.filter(({ node }) => node.default !== undefined);
  test.each(defaults.map(({ path, node }) => [path.join("."), stringify(node.default).trim(), path, node] as const))(
    "gives the default of %s, %s, which has the same effect as leaving the key out",
    (_name, _shown, path, node) => {
      expect(compiled(manifestWith(path, node.default), TEST, FILE)).toEqual(compiled(manifestWith(path), TEST, FILE));
    },
  );
});

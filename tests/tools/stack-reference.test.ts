import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";

import { ANNOTATIONS } from "../../diagnostics/schema-violations";
import { ENVIRONMENTS, PROJECT } from "../../platform/config/check";
import { referenceLine, STACK_REFERENCE } from "../../platform/config/reference-page";
import stackFileSchema from "../../platform/config/stack-file.schema.json";
import stackSchema from "../../platform/config/stack.schema.json";
import { ROOT } from "../../platform/root";
import { examplesOf, resolveNode, type SchemaNode } from "../../tools/reference/schema";

const ROOT_NODE = stackSchema as unknown as SchemaNode;
const REFERENCE = readFileSync(resolve(ROOT, STACK_REFERENCE), "utf8");

/** Effects of a change, as the page's first table explains them. */
const EFFECT = /^(?:nothing|in place|rolls nodes|interrupts tasks|replaces)\b/;

interface Key {
  readonly path: string;
  readonly node: SchemaNode;
  /** Whether the value is a map of known keys, which have rows of their own. */
  readonly isMap: boolean;
}

function keys(path: readonly string[], unresolved: SchemaNode): Key[] {
  const node = resolveNode(unresolved, ROOT_NODE);
  const { items, additionalProperties: values } = node;
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
      const own = resolveNode(child, ROOT_NODE);
      return [
        { path: [...path, key].join("."), node: own, isMap: own.properties !== undefined },
        ...keys([...path, key], child),
      ];
    }),
    ...(items === undefined ? [] : keys([...path, "<item>"], items)),
    ...(typeof values === "object" ? keys([...path, "<name>"], values) : []),
  ];
}

const KEYS = keys([], ROOT_NODE);
const LEAVES = KEYS.filter(({ isMap }) => !isMap);

describe("the reference of the stack file", () => {
  test.each(KEYS.map(({ path, node }) => [path, node] as const))("lists %s with its description", (path, node) => {
    expect(REFERENCE).toContain(`\`${path}\``);
    expect(node.description).toMatch(/^[A-Z`].*\.$/s);
  });

  test.each(LEAVES.map(({ path, node }) => [path, node] as const))("tells what a change of %s does", (_, node) => {
    expect(node.change).toMatch(EFFECT);
  });

  test.each(LEAVES.map(({ path, node }) => [path, node] as const))("shows how %s is written", (path, node) => {
    expect(examplesOf(path.split(".").at(-1) ?? "", node)).not.toEqual([]);
  });

  test.each(LEAVES.filter(({ node }) => [node.type].flat().includes("integer")).map(({ path, node }) => [path, node]))(
    "gives %s a unit",
    (_, node) => {
      expect(node.unit).toMatch(/\w/);
    },
  );

  test("has the anchors that errors point at", () => {
    const sections = Object.keys(stackSchema.properties);
    const line = referenceLine(sections.map((section) => ({ path: [section, "x"] })));
    for (const section of sections) {
      expect(REFERENCE).toContain(`\n## \`${section}\`\n`);
      expect(line).toContain(`#${section.toLowerCase()}`);
    }
    expect(referenceLine([{ path: ["secretsprovider"] }])).toBeUndefined();
  });
});

describe("the schema that editors use for stack files", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, keywords: [...ANNOTATIONS] });
  ajv.addSchema(stackSchema, "stack.schema.json");
  const validate = ajv.compile({ ...stackFileSchema, $id: "stack-file.schema.json" });

  test.each(ENVIRONMENTS)("accepts Pulumi.%s.yaml, which names it", (environment) => {
    const text = readFileSync(resolve(ROOT, `Pulumi.${environment}.yaml`), "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=platform\/config\/stack-file\.schema\.json\n/);
    expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  });

  test("has every section of the configuration, and marks other keys of the project", () => {
    const sections = Object.entries(stackSchema.properties).map(([key, node]) => [
      `${PROJECT}:${key}`,
      { $ref: `stack.schema.json${"$ref" in node ? node.$ref : `#/properties/${key}`}` },
    ]);
    expect(stackFileSchema.properties.config.properties).toEqual(Object.fromEntries(sections));
    expect(stackFileSchema.properties.config.required).toEqual(stackSchema.required.map((key) => `${PROJECT}:${key}`));
    const file = parse(readFileSync(resolve(ROOT, "Pulumi.test.yaml"), "utf8")) as { config: Record<string, unknown> };
    file.config[`${PROJECT}:tag`] = {};
    expect(validate(file)).toBe(false);
  });

  test("belongs to the stack files in the settings of the editor", () => {
    const settings = JSON.parse(readFileSync(resolve(ROOT, ".vscode/settings.json"), "utf8")) as object;
    expect(settings).toMatchObject({
      "yaml.schemas": { "platform/config/stack-file.schema.json": "/Pulumi.*.yaml" },
    });
  });
});

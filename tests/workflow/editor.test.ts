import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";
import schema from "../../manifests/workflow.schema.json";

interface Explained {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly items?: Explained;
  readonly properties?: Readonly<Record<string, Explained>>;
}

const MAPS: Readonly<Record<string, Explained>> = { manifest: schema, ...schema.$defs };

/** Every key of a manifest with its schema; the key's own description overrides that of a definition it refers to. */
const KEYS = Object.entries(MAPS).flatMap(([map, { properties }]) =>
  Object.entries(properties ?? {}).map(([key, node]) => {
    const referred = MAPS[node.$ref?.split("/").at(-1) ?? ""];
    return [`${map}.${key}`, { ...referred, ...node }] as const;
  }),
);

describe("editors explain", () => {
  test.each(KEYS)("%s, in a sentence", (_key, { description }) => {
    expect(description).toMatch(/^[A-Z{].+\.$/s);
  });

  test.each(KEYS.filter(([, node]) => [node.type].flat().includes("boolean")))(
    "%s, true or false, with its default",
    (_key, node) => {
      expect(node.default === false || /Default: |`true` for all/.test(node.description ?? "")).toBe(true);
    },
  );

  test.each(KEYS.filter(([, node]) => ![node.type].flat().includes("boolean") && node.properties === undefined))(
    "%s, with its values or an example",
    (_key, { enum: offered, examples, items }) => {
      expect([...(offered ?? []), ...(examples ?? []), ...(items?.enum ?? []), ...(items?.examples ?? [])]).not.toEqual(
        [],
      );
    },
  );
});

test("an editor with YAML support finds the schema by the path of a manifest", () => {
  const settings = JSON.parse(readFileSync(resolve(ROOT, ".vscode/settings.json"), "utf8")) as object;
  expect(settings).toMatchObject({
    "yaml.schemas": { "manifests/workflow.schema.json": "manifests/*/*/*/workflow.yml" },
  });
});

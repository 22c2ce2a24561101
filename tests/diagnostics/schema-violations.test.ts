import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv2020 from "ajv/dist/2020";

import { ROOT } from "../../platform/root";

const SCHEMAS = ["platform", "manifests", "policies"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { encoding: "utf8", recursive: true })
    .filter((file) => file.endsWith(".schema.json"))
    .map((file) => join(folder, file)),
);

// Commands do not check the schemas, to start sooner.
describe("a schema keeps the rules of JSON Schema 2020-12", () => {
  test.each(SCHEMAS)("%s", (file) => {
    const ajv = new Ajv2020({ allErrors: true });
    const isSound = ajv.validateSchema(JSON.parse(readFileSync(join(ROOT, file), "utf8")) as object);
    expect({ isSound, errors: ajv.errors ?? [] }).toEqual({ isSound: true, errors: [] });
  });

  test("the manifest's schema is among them, and a broken schema is noticed", () => {
    expect(SCHEMAS).toContain("manifests/workflow.schema.json");
    expect(new Ajv2020().validateSchema({ type: "text" })).toBe(false);
  });
});

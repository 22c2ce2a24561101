import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { compile } from "json-schema-to-typescript";
import type { JSONSchema } from "json-schema-to-typescript";

/** A file that is derived from a source of truth and committed beside it. */
export interface GeneratedFile {
  /** Path from the repository's root. */
  readonly path: string;
  readonly text: string;
}

async function typesOf(root: string, schemaPath: string): Promise<string> {
  const schema = JSON.parse(readFileSync(resolve(root, schemaPath), "utf8")) as JSONSchema & { title: string };
  return compile(schema, schema.title, {
    additionalProperties: false,
    bannerComment: `// Generated from ${schemaPath} by npm run generate. Do not edit.`,
    strictIndexSignatures: false,
  });
}

/** Every generated file with the text it should have. */
export async function generatedFiles(root: string): Promise<GeneratedFile[]> {
  return [
    {
      path: "infra/config/stack.generated.ts",
      text: await typesOf(root, "infra/config/stack.schema.json"),
    },
    {
      path: "workflow/manifest.generated.ts",
      text: await typesOf(root, "manifests/workflow.schema.json"),
    },
  ];
}

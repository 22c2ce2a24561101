import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { loadEnvironment } from "../../preview/load";
import type { Preview } from "../../preview/run";
import type { StackConfig } from "../../platform/config/stack.generated";
import { ROOT } from "../../platform/root";
import type { Recorded } from "./mocks";

/** Changes of a test before a preview, in its own copies. */
export interface Changes {
  /** Changes the stack's configuration. */
  readonly config?: (config: StackConfig) => void;
  /** Folder of the manifests. Default: the repository's. */
  readonly manifests?: string;
}

/** The preview of a stack. Default: with the repository's own manifests. */
export async function previewOf(stack: string, changes: Changes = {}): Promise<Preview> {
  return Object.keys(changes).length === 0
    ? await onceInRun(`preview-${stack}.json`, () => runPreview(stack, {}))
    : await runPreview(stack, changes);
}

async function runPreview(stack: string, changes: Changes): Promise<Preview> {
  const { stack: loaded, problems } = loadEnvironment(stack, changes.manifests ?? resolve(ROOT, "manifests"));
  const errors = problems.filter(({ severity }) => severity === "error");
  if (loaded === undefined || errors.length > 0) {
    throw new Error(`Pulumi.${stack}.yaml: ${errors.map(({ message }) => message).join("; ")}`);
  }
  changes.config?.(loaded.config);
  // A test file whose previews other files have run need not load the program.
  const { previewEnvironment } = await import("../../preview/run.js");
  return await previewEnvironment(loaded);
}

/** A value that JSON can hold, computed by the first test file of a run of Jest that needs it. */
export async function onceInRun<T>(name: string, compute: () => Promise<T>): Promise<T> {
  const folder = process.env["TEST_RUN_FOLDER"];
  if (folder === undefined) {
    return await compute();
  }
  const file = join(folder, name);
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify(await compute()));
    // Another worker may have written the same in the meantime: a rename never shows half a file.
    renameSync(own, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/** Type and name of a resource, in the form of the tests' tables. */
export function label({ type, name }: Pick<Recorded, "type" | "name">): string {
  return `${type} ${name}`;
}

import { resolve } from "node:path";

import { loadEnvironment } from "../../preview/load";
import { type Preview, previewEnvironment } from "../../preview/run";
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
  const { stack: loaded, problems } = loadEnvironment(stack, changes.manifests ?? resolve(ROOT, "manifests"));
  const errors = problems.filter(({ severity }) => severity === "error");
  if (loaded === undefined || errors.length > 0) {
    throw new Error(`Pulumi.${stack}.yaml: ${errors.map(({ message }) => message).join("; ")}`);
  }
  changes.config?.(loaded.config);
  return await previewEnvironment(loaded);
}

/** Type and name of a resource, in the form of the tests' tables. */
export function label({ type, name }: Pick<Recorded, "type" | "name">): string {
  return `${type} ${name}`;
}

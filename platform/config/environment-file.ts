import { resolve } from "node:path";

import { ROOT } from "../root";
import type { CheckContext } from "./check";
import { readStackFile, type StackFile } from "./stack-file";
import { stackFileName } from "../names/stack-file";

/**
 * Reads and checks an environment's own file, `Pulumi.<environment>.yaml`.
 *
 * @param root folder of the file; the repository's root by default.
 */
export function readEnvironmentFile(environment: string, context: CheckContext = {}, root: string = ROOT): StackFile {
  const file = stackFileName(environment);
  return readStackFile(resolve(root, file), file, environment, context);
}

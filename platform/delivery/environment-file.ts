import { resolve } from "node:path";

import { readStackFile, type StackFile } from "../config/stack-file";
import { ROOT } from "../root";

/** Reads `Pulumi.<environment>.yaml` of the repository's root: the roles are made from the environment's own configuration. */
export function readEnvironmentFile(environment: string): StackFile {
  const file = `Pulumi.${environment}.yaml`;
  return readStackFile(resolve(ROOT, file), file, environment);
}

import { readFileSync, statSync } from "node:fs";

import { UsageError } from "../diagnostics/usage-error";

/**
 * The text of a file that the call names.
 *
 * @throws UsageError for a folder, which the operating system's error does not name; that error for a file that cannot be read.
 */
export function readNamedFile(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(`${path} is a folder; name a file`);
  }
  return readFileSync(path, "utf8");
}

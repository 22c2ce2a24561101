import { renameSync, statSync, writeFileSync } from "node:fs";

/** Replaces a file in one step: a reader sees the old text or the new one, never a part. */
export function replaceFile(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: statSync(path).mode });
  renameSync(fresh, path);
}

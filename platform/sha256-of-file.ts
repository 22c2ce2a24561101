import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

/** Hexadecimal SHA-256 of a file; `undefined` without the file. */
export function sha256OfFile(path: string): string | undefined {
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : undefined;
}

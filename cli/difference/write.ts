import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

import { renderComment, renderMarkdown } from "./markdown";
import type { Difference } from "./model";
import { renderText } from "./text";

/** How a difference is written. */
export const FORMATS = ["text", "json", "markdown"] as const;

/**
 * Writes a difference to the file `out`, else to standard output. A comment that is too long for all of it gets the whole
 * beside it, in `<out>.full.md`.
 */
export function writeDifference(difference: Difference, format: string, out: string | undefined): void {
  const full = out?.replace(/(\.md)?$/, ".full.md");
  const text =
    format === "json"
      ? `${JSON.stringify(difference, null, 2)}\n`
      : format === "markdown"
        ? renderComment(difference, full === undefined ? undefined : basename(full))
        : `${renderText(difference, { bold: out === undefined && process.stdout.isTTY })}\n`;
  if (out === undefined || full === undefined) {
    process.stdout.write(text);
    return;
  }
  mkdirSync(dirname(resolve(out)), { recursive: true });
  writeFileSync(out, text);
  // Of an earlier run, it would be taken for this one's.
  rmSync(full, { force: true });
  if (format === "markdown" && text !== renderMarkdown(difference)) {
    writeFileSync(full, renderMarkdown(difference));
  }
}

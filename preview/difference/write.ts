import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

import { marker, renderComment, renderMarkdown } from "./markdown";
import type { Difference } from "./model";
import { renderText } from "./text";

/** Formats of a difference. */
export const FORMATS = ["text", "json", "markdown"] as const;

export type Format = (typeof FORMATS)[number];

/**
 * Writes a difference to the file `out`, or to standard output. If it is too long for a comment, the whole goes to
 * `<out>.full.md`.
 */
export function writeDifference(difference: Difference, format: Format, out: string | undefined): void {
  const text =
    format === "json"
      ? `${JSON.stringify(difference, null, 2)}\n`
      : format === "markdown"
        ? renderComment(difference, out === undefined ? undefined : basename(wholeOf(out)))
        : `${renderText(difference, { bold: out === undefined && process.stdout.isTTY })}\n`;
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  writeFresh(out, text);
  if (format === "markdown" && text !== renderMarkdown(difference)) {
    writeFileSync(wholeOf(out), renderMarkdown(difference));
  }
}

/**
 * Writes a comment with the reason why there is no difference, so that nobody takes the comment of an earlier push for this one's.
 *
 * @param reason The fault; absent if head's own preview has written it to the log.
 */
export function writeRefusal(stack: string, reason: string | undefined, out: string): void {
  const why =
    reason === undefined
      ? ["Its manifests, its stack file or its code have errors: the log of this check names each, with file and line."]
      : ["```text", reason.replaceAll("```", "'''"), "```"];
  writeFresh(
    out,
    [marker(stack), `### ${stack}`, "", "**What this change does cannot be shown.**", "", ...why, ""].join("\n"),
  );
}

function writeFresh(out: string, text: string): void {
  mkdirSync(dirname(resolve(out)), { recursive: true });
  writeFileSync(out, text);
  // A reader would take the file of an earlier run for this one's.
  rmSync(wholeOf(out), { force: true });
}

function wholeOf(out: string): string {
  return out.replace(/(\.md)?$/, ".full.md");
}

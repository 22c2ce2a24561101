import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../../platform/root";

/** One fenced block of a page. */
export interface Fence {
  readonly page: string;
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
  /** The text after the opening fence, which may be empty. */
  readonly language: string;
  /** The block's lines, without the indentation of a list around it. */
  readonly text: string;
  /** The last line of prose before it. */
  readonly lead: string;
}

/** README and every page of the documentation. Comments as pull requests get them are examples of another command's test. */
export const PAGES: readonly string[] = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "README.md", "docs/*.md"],
  { cwd: ROOT, encoding: "utf8" },
)
  .trim()
  .split("\n")
  .filter((page) => !page.startsWith("docs/examples/"));

/** The text of a page. */
export function readPage(page: string): string {
  return readFileSync(resolve(ROOT, page), "utf8");
}

/** The fenced blocks of a page, in their order. */
export function fencesOf(page: string, text = readPage(page)): Fence[] {
  const lines = text.split("\n");
  const fences: Fence[] = [];
  let lead = "";
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent, ticks, language] = /^( *)(```+) *(\S*)/.exec(lines[at] ?? "") ?? [];
    if (indent === undefined || ticks === undefined) {
      lead = lines[at]?.trim() === "" ? lead : (lines[at] ?? "");
      continue;
    }
    const end = lines.findIndex((line, index) => index > at && line.trim() === ticks);
    if (end < 0) {
      throw new Error(`${page}:${at + 1}: this block has no end; close it with ${ticks}`);
    }
    const body = lines.slice(at + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    fences.push({ page, line: at + 1, language: language ?? "", text: body.join("\n"), lead });
    at = end;
  }
  return fences;
}

/** `page:line`, as an editor opens it. */
export function placeOf({ page, line }: Fence): string {
  return `${page}:${line}`;
}

/** The file that a block is said to be: in a comment on its first line, or at the beginning of the sentence before it. */
export function fileOf({ text, lead }: Fence): string | undefined {
  return /^# ([\w./-]+\/[\w.-]+\.\w+)\n/.exec(text)?.[1] ?? /^`([\w./-]+\/[\w.-]+\.\w+)`/.exec(lead)?.[1];
}

export const FENCES: readonly Fence[] = PAGES.flatMap((page) => fencesOf(page));

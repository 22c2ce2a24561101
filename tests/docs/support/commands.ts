import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../../platform/root";
import { escapeRegExp } from "../../../tools/escape-reg-exp";
import type { Fence } from "./pages";

/** A command of a page, and what the page shows of its output: nothing in a block of commands alone. */
export interface Command {
  readonly line: string;
  readonly shown: string | undefined;
}

/** Languages of blocks that hold commands: commands alone, or commands after `$` with what they print. */
export const COMMAND_LANGUAGES = ["sh", "console"];

/** The first line of a block that no test runs. A person is needed for what it then says. */
export const MARK = /^# Needs (an AWS account\.|a person: .+)$/;

/** The need that the first line of a block names, or `undefined` if a test runs the block. */
export function markOf({ text }: Fence): string | undefined {
  return MARK.exec(text.split("\n")[0] ?? "")?.[1];
}

/** The commands of a block, each on one line and without comments. */
export function commandsOf({ language, text }: Fence): Command[] {
  const lines = text.replaceAll(/\\\n\s*/g, "").split("\n");
  if (language === "sh") {
    return lines
      .map((line) => line.replace(/(^|\s+)#.*$/, "").trim())
      .filter((line) => line !== "")
      .map((line) => ({ line, shown: undefined }));
  }
  const starts = lines.flatMap((line, at) => (line.startsWith("$ ") ? [at] : []));
  return starts.map((start, index) => {
    const shown = lines.slice(start + 1, starts[index + 1]).join("\n");
    return { line: (lines[start] ?? "").slice(2), shown: shown === "" ? undefined : shown };
  });
}

/** The steps of CI. CI runs them unchanged, so that no test has to run them again. */
export const CI_STEPS: ReadonlySet<string> = new Set(
  [...readFileSync(resolve(ROOT, ".ci/run"), "utf8").matchAll(/^\s*step "[^"]*" ([^"\n]+)$/gm)].map(
    ([, command]) => command ?? "",
  ),
);

/** Whether an output is what a page shows of it, where `…` stands for anything: in a line, or alone for lines. */
export function isShown(output: string, shown: string): boolean {
  const pattern = shown
    .trimEnd()
    .split("\n")
    .map((line) => (line.trim() === "…" ? "(?:.*\n)*?" : `${line.split("…").map(escapeRegExp).join(".*")}\n`))
    .join("");
  return new RegExp(`^${pattern}$`).test(`${output.trimEnd()}\n`);
}

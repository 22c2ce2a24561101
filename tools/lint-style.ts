import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

import { npmCommand, program, startIfMain } from "../cli/command";
import { ROOT } from "../platform/root";
import { styleFindings } from "./style/check";
import { isChecked } from "./style/scope";

const command = npmCommand(
  "lint:style",
  "Checks the English of pages, comments and messages against docs/style.md. Without <path> it checks every file.",
).argument("[path...]", "files and folders to check");

export const main = program(command, (paths) => {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...paths];
  const files = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  const findings = files
    // git also lists files that somebody has deleted, and links to folders.
    .filter((path) => isChecked(path) && statSync(resolve(ROOT, path), { throwIfNoEntry: false })?.isFile() === true)
    .flatMap((path) =>
      styleFindings(path, readFileSync(resolve(ROOT, path), "utf8")).map(
        ({ line, column, message }) => `${path}:${line}:${column}: ${message}`,
      ),
    );
  findings.forEach((finding) => {
    console.log(finding);
  });
  return findings.length === 0 ? 0 : 1;
});

startIfMain(module, main);

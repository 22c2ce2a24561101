import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { readArguments, runCommand } from "../cli/arguments";
import { ROOT } from "../platform/root";
import { styleFindings } from "./style/check";
import { isEnforced } from "./style/scope";

const USAGE = `npm run lint:style [-- [--enforced] [PATH…]]

Checks the English of pages, comments and messages against docs/style.md. Without PATH it checks every file for which
tools/style/scope.json enforces the style; with PATH, those files and folders.

--enforced   of the named files, only those for which the style is enforced`;

function main(): number {
  const { values, positionals: paths } = readArguments(
    {
      allowPositionals: true,
      options: { enforced: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...paths];
  const files = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  const findings = files
    .filter((path) => path !== "" && ((paths.length > 0 && !values.enforced) || isEnforced(path)))
    .flatMap((path) =>
      styleFindings(path, readFileSync(resolve(ROOT, path), "utf8")).map(
        ({ line, column, message }) => `${path}:${line}:${column}: ${message}`,
      ),
    );
  findings.forEach((finding) => {
    console.log(finding);
  });
  return findings.length === 0 ? 0 : 1;
}

void runCommand(main);

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { readStackText } from "../platform/config/stack-file";
import { archivePath, wheelLock } from "../platform/airflow/wheel-lock";
import { stackFileName } from "../platform/names/stack-file";
import { ROOT } from "../platform/root";
import { sha256OfFile } from "../platform/sha256-of-file";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { npmCommand, program, startIfMain } from "./command";
import { buildArchive } from "./wheels/archive";

const command = npmCommand(
  "wheels",
  "Builds plugins.zip, from which MWAA installs its requirements if the web server is private: downloads the wheels of the " +
    "stack's version of Airflow, checks their hashes, and packs them. Needs Python with pip, and a package index.",
).argument("<stack>", STACK_HELP, requireStack);

export const main = program(command, (stack) => {
  const file = stackFileName(stack);
  const { config, problems } = readStackText(readFileSync(resolve(ROOT, file), "utf8"), file, stack);
  if (config === undefined) {
    problems.forEach((problem) => {
      console.error(formatProblem(problem));
    });
    return 1;
  }
  const { version, webserverAccess } = config.airflow;
  if (webserverAccess === "public") {
    console.log(
      `Nothing to build: ${file} has webserverAccess: public, so MWAA gets its requirements from the package index`,
    );
    return 0;
  }
  const { wheels, archive } = wheelLock(version);
  const path = archivePath(version);
  if (sha256OfFile(resolve(ROOT, path)) !== archive.sha256) {
    const problem = buildArchive(version, resolve(ROOT, path));
    if (problem !== undefined) {
      console.error(problem);
      return 1;
    }
  }
  const megabytes = Math.ceil(archive.bytes / 1e6);
  console.log(
    `${path} has the ${wheels.length} wheels of Airflow ${version} (${megabytes} MB, SHA-256 ${archive.sha256})`,
  );
  return 0;
});

startIfMain(module, main);

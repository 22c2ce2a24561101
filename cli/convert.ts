import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { MANIFEST_NAME } from "../workflow/source";
import { npmCommand, program, startIfMain } from "./command";
import { type Converted, convertDag } from "./convert/convert";

const command = npmCommand(
  "convert",
  "Turns DAGs in Python of the previous platform into manifests, and lists what a manifest cannot have.",
)
  .argument("<dag.py...>", "at <environment>/<project>/<workflow>/, with the workflow.yml beside it")
  .option("--out <dir>", "folder of manifests to write to; otherwise the manifest goes to standard output")
  .option("--replace", "replace manifests that exist")
  .addHelpText(
    "after",
    `
Reads each DAG with Python 3.11 or later and stubs for Airflow, in a process without network and credentials.
It prints file:line for everything that the manifest has in another form ("changed") or not at all ("left out").

Exit code 0 if nothing was left out; 1 if something was, or if the manifest has errors or exists; 2 if the call is wrong.`,
  );

function convert(
  files: readonly string[],
  { out, replace }: { readonly out?: string; readonly replace?: true },
): number {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new UsageError(`there is no ${missing.join(", ")}`);
  }
  if (files.length > 1 && out === undefined) {
    throw new UsageError("several DAGs need --out, because each manifest is a file of its own");
  }
  const done = files.map((file) => {
    const converted = files.length === 1 ? convertDag(file) : convertedOrReported(file);
    if (converted === undefined) {
      return false;
    }
    report(converted);
    const wrote = out === undefined ? print(converted) : write(converted, out, replace === true);
    return wrote && converted.problems.length === 0 && !converted.notes.some(({ kind }) => kind === "left out");
  });
  return done.every(Boolean) ? 0 : 1;
}

/** One DAG of several: a file that cannot be read does not keep the others back. */
function convertedOrReported(file: string): Converted | undefined {
  try {
    return convertDag(file);
  } catch (caught) {
    if (!(caught instanceof UsageError)) {
      throw caught;
    }
    console.error(caught.message);
    return undefined;
  }
}

function report({ notes, problems }: Converted): void {
  notes.forEach(({ kind, place, text }) => {
    console.error(`${shown(place.file)}:${place.line}: ${kind}: ${text}`);
  });
  problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
}

function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}

function print({ text }: Converted): boolean {
  console.log(text.trimEnd());
  return true;
}

function write({ identity, text, notes }: Converted, out: string, replace: boolean): boolean {
  const { environment, project, workflow } = identity;
  const file = join(out, environment, project, workflow, MANIFEST_NAME);
  const exists = existsSync(file);
  if (exists && !replace) {
    console.error(`${shown(resolve(file))} exists already and stays unchanged; --replace replaces it`);
    return false;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const left = notes.filter(({ kind }) => kind === "left out").length;
  console.log(`${exists ? "Replaced" : "Wrote"} ${file}: ${left} left out, ${notes.length - left} changed`);
  return true;
}

export const main = program(command, convert);

startIfMain(module, main);

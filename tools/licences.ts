import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../platform/root";
import { readArguments, runCommand } from "../cli/arguments";
import { groupBy } from "../diagnostics/group-by";
import data from "./licences/data/licences.json";
import type { Dependency } from "./licences/dependency";
import { goDependencies } from "./licences/go";
import { judge, type Rules } from "./licences/judge";
import { npmDependencies } from "./licences/npm";
import { installedLicences, pythonDependencies } from "./licences/python";
import { findLockFiles } from "./lock-files";

const USAGE = `npm run licences

Checks that every package that a lock file of npm, pip or Go pins, directly or through others, has a licence that
tools/licences/data/licences.json allows. Needs Go, and the virtual environments: make licences makes those.`;

const ADVICE = `
A licence that fits everywhere goes into "allowed" of tools/licences/data/licences.json; a package that fits for a reason of its
own, into "exceptions", with the reason. Else take another package.`;

function main(): number {
  if (readArguments({ options: { help: { type: "boolean", default: false } } }, USAGE).values.help) {
    console.log(USAGE);
    return 0;
  }
  const dependencies = allDependencies();
  for (const [ecosystem, group] of groupBy(dependencies, (one) => one.ecosystem)) {
    console.log(`${ecosystem}: ${new Set(group.map(({ name, version }) => `${name} ${version}`)).size} packages`);
  }
  const problems = judge(dependencies, data as Rules);
  if (problems.length === 0) {
    return 0;
  }
  console.error([...problems, ADVICE].join("\n"));
  return 1;
}

function allDependencies(): Dependency[] {
  const { npm, pip, gomod } = findLockFiles(ROOT);
  const installed = installedLicences(ROOT);
  return [
    ...npm.flatMap((file) => npmDependencies(ROOT, file)),
    ...pip.flatMap((file) => pythonDependencies(readFileSync(join(ROOT, file), "utf8"), file, installed)),
    ...gomod.flatMap((file) => goDependencies(ROOT, file)),
  ];
}

void runCommand(main);

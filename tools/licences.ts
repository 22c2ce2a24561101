import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../platform/root";
import { npmCommand, program, startIfMain } from "../cli/command";
import { groupBy } from "../diagnostics/group-by";
import data from "./licences/data/licences.json";
import type { Dependency } from "./licences/dependency";
import { goDependencies } from "./licences/go";
import { judge, type Rules } from "./licences/judge";
import { npmDependencies } from "./licences/npm";
import { installedLicences, pythonDependencies } from "./licences/python";
import { findLockFiles } from "./lock-files";

const command = npmCommand(
  "licences",
  "Checks that every package that a lock file of npm, pip or Go pins, directly or through others, has a licence that " +
    "tools/licences/data/licences.json allows. Needs Go and the virtual environments, which make licences creates.",
);

const ADVICE = `
Add a licence that fits everywhere to "allowed" of tools/licences/data/licences.json. Add a package that fits for a reason of its
own to "exceptions", with the reason. Otherwise choose another package.`;

export const main = program(command, () => {
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
});

function allDependencies(): Dependency[] {
  const { npm, pip, gomod } = findLockFiles(ROOT);
  const installed = installedLicences(ROOT);
  return [
    ...npm.flatMap((file) => npmDependencies(ROOT, file)),
    ...pip.flatMap((file) => pythonDependencies(readFileSync(join(ROOT, file), "utf8"), file, installed)),
    ...gomod.flatMap((file) => goDependencies(ROOT, file)),
  ];
}

startIfMain(module, main);

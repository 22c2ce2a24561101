import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { ENVIRONMENTS } from "../platform/environments";
import { readSiblings } from "../platform/config/siblings";
import { readStackText } from "../platform/config/stack-file";
import { stackFileName } from "../platform/names/stack-file";
import { ROOT } from "../platform/root";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { npmCommand, program, startIfMain } from "./command";
import { filesOf, type NewEnvironment } from "./new-environment/files";

const command = npmCommand(
  "new-environment",
  "Writes the stack files of a new environment, adds it to the list of environments and to the peers of the others, and lists the open decisions.",
)
  .argument("<name>", "name of the environment, such as staging; AWS names contain it, so it cannot change later")
  .requiredOption("--account <id>", "ID of its compute account, twelve digits")
  .requiredOption("--cidr <block>", "block of its VPC, such as 10.202.0.0/18")
  .option("--from <stack>", `environment to copy: ${STACK_HELP}`, requireStack, "test")
  .option("--dir <dir>", "folder of the stack files", ROOT);

/** Steps that no program can take, with the place that says how. */
const OPEN = [
  "step 3 of docs/platform/add-an-environment.md: GitHub's environments, and the README",
  "a first manifest: npm run new -- <name>/<project>/<workflow>",
  "the accounts' profile, state and roles: docs/platform/first-deployment.md",
];

function writeEnvironment(environment: NewEnvironment, root: string): number {
  const { name, account } = environment;
  if (!/^[a-z][a-z0-9]{1,15}$/.test(name) || !/^\d{12}$/.test(account)) {
    throw new UsageError(
      "write a name of 2 to 16 lower-case letters and digits, and an account ID of twelve digits: staging --account 123456789012",
    );
  }
  if (ENVIRONMENTS.some((known) => known === name) || existsSync(resolve(root, stackFileName(name)))) {
    throw new UsageError(`${name} exists already and stays unchanged; choose another name`);
  }
  const files = filesOf(environment, root);
  const own = files.find(({ path }) => path === stackFileName(name))?.text ?? "";
  const { problems } = readStackText(own, stackFileName(name), name, {
    examples: "warning",
    siblings: readSiblings(name, root),
  });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    console.error(
      [...errors.map(formatProblem), "", "wrote nothing: the new stack file would have these errors"].join("\n"),
    );
    return 1;
  }
  for (const { path, text } of files) {
    writeFileSync(resolve(root, path), text);
    console.log(`wrote ${path}`);
  }
  const open = [...problems.map(formatProblem), ...OPEN.map((step) => step.replace("<name>", name))];
  console.log(["", `Still to decide (${open.length})`, ...open.map((line) => `  ${line}`)].join("\n"));
  console.log(`\nNext: npm run preview -- ${name}`);
  return 0;
}

export const main = program(command, (name, { account, cidr, from, dir }) =>
  Promise.resolve(writeEnvironment({ name, from, account, cidr }, dir)),
);

startIfMain(module, main);

import { readFileSync } from "node:fs";

import { readPositionals, runCommand } from "../cli/arguments";
import { UsageError } from "../diagnostics/usage-error";
import { messageFaults } from "./commits/message";

const USAGE = `node --import tsx tools/commit-message.ts FILE

Checks a commit message against CONTRIBUTING.md. Git's commit-msg hook runs it with the file that holds the message.`;

function main(): number {
  const positionals = readPositionals(USAGE);
  if (positionals === undefined) {
    return 0;
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new UsageError(`name one file\n\n${USAGE}`);
  }
  const faults = messageFaults(readFileSync(file, "utf8"));
  faults.forEach((fault) => {
    console.error(`commit message: ${fault}`);
  });
  return faults.length === 0 ? 0 : 1;
}

void runCommand(main);

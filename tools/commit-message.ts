import { readFileSync } from "node:fs";

import { fileCommand, program, startIfMain } from "../cli/command";
import { messageFaults } from "./commits/message";

const command = fileCommand(
  "tools/commit-message.ts",
  "Checks a commit message against CONTRIBUTING.md. Git's commit-msg hook runs it.",
).argument("<file>", "the file with the message");

export const main = program(command, (file) => {
  const faults = messageFaults(readFileSync(file, "utf8"));
  faults.forEach((fault) => {
    console.error(`commit message: ${fault}`);
  });
  return faults.length === 0 ? 0 : 1;
});

startIfMain(module, main);

import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { oneOf } from "../diagnostics/one-of";
import { UsageError } from "../diagnostics/usage-error";
import { npmCommand, program, startIfMain } from "../cli/command";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { ACCESSES } from "../platform/names/delivery";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { awsProfile } from "./delivery/profile";
import { runnerProblem } from "./delivery/runner";

const command = npmCommand(
  "aws-profile",
  "Adds the profile that accounts.data.profile of Pulumi.<stack>.yaml names to the AWS configuration: it assumes delivery's role " +
    "in the data account with the credentials of the environment. GitHub's workflows run this before Pulumi.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .argument("<access>", ACCESSES.join(" or "), oneOf("access", ACCESSES))
  .addHelpText(
    "after",
    `
Writes to the file in AWS_CONFIG_FILE, or to ~/.aws/config, unless the profile exists there. Refuses a GitHub-hosted runner
(RUNNER_ENVIRONMENT) if the environment's Kubernetes API is private.`,
  );

export const main = program(command, (stack, access) => {
  const { config, problems } = readEnvironmentFile(stack);
  if (config === undefined) {
    throw new UsageError(problems.map((problem) => formatProblem(problem)).join("\n"));
  }
  const problem = runnerProblem(stack, config, process.env["RUNNER_ENVIRONMENT"]);
  if (problem !== undefined) {
    throw new UsageError(problem);
  }
  const profile = awsProfile(stack, access, config.accounts);
  const file = process.env["AWS_CONFIG_FILE"] ?? join(homedir(), ".aws", "config");
  if (profile === undefined) {
    console.log(`${stack} needs no profile: it has one account for both`);
  } else if (existsSync(file) && readFileSync(file, "utf8").includes(profile.heading)) {
    console.log(`${file} already has ${profile.heading}`);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, profile.text);
    console.log(`wrote ${profile.heading} to ${file}`);
  }
  return 0;
});

startIfMain(module, main);

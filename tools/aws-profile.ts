import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { readEnvironmentFile } from "../platform/delivery/environment-file";
import { isAccess } from "../platform/names/delivery";
import { formatProblem } from "../diagnostics/problem";
import { readPositionals, runCommand } from "../cli/arguments";
import { UsageError } from "../diagnostics/usage-error";
import { awsProfile } from "./delivery/profile";
import { runnerProblem } from "./delivery/runner";

const USAGE = `npm run aws-profile -- STACK ACCESS

Adds the profile that accounts.data.profile of Pulumi.<stack>.yaml names to the AWS configuration: the role of delivery in
the data account, assumed with the credentials of the environment. GitHub's workflows run it before Pulumi.

  STACK   development, test or production
  ACCESS  plan or apply

Writes to the file that AWS_CONFIG_FILE names, or to ~/.aws/config; nothing where the profile is there already. Refuses a
runner of GitHub's own (RUNNER_ENVIRONMENT) where the environment's Kubernetes API is private.`;

function main(): number {
  const positionals = readPositionals(USAGE);
  if (positionals === undefined) {
    return 0;
  }
  const [stack = "", access = "", ...more] = positionals;
  if (!isAccess(access) || more.length > 0) {
    throw new UsageError(`name a stack, and plan or apply\n\n${USAGE}`);
  }
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
    console.log(`${stack} needs no profile: both accounts are one`);
  } else if (existsSync(file) && readFileSync(file, "utf8").includes(profile.heading)) {
    console.log(`${file} has ${profile.heading} already`);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, profile.text);
    console.log(`wrote ${profile.heading} to ${file}`);
  }
  return 0;
}

void runCommand(main);

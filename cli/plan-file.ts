import { spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../infra/root";
import { readArguments, runCommand, UsageError } from "./arguments";

const USAGE = `npm run plan-file -- STACK

Says in which file a deployment keeps its plan: plan.json, or none before the stack has a control plane. What is planned then
names a role by an ID that no preview knows, and Pulumi refuses to do it (docs/decisions/delivery-roles.md).

  STACK  development, test or production

Writes plan=<file> to GITHUB_OUTPUT, where there is one. Needs what the Pulumi CLI needs to reach its state.`;

/** The component whose input names the role. */
const CONTROL_PLANE = "eks:index:Cluster";

/** Largest state that is read: a stack of thousands of resources has some tens of megabytes. */
const MAXIMUM_BYTES = 2 ** 30;

function main(): number {
  const { values, positionals } = readArguments(
    { allowPositionals: true, options: { help: { type: "boolean", default: false } } },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [stack = "", ...more] = positionals;
  if (stack === "" || more.length > 0) {
    throw new UsageError(`name one stack\n\n${USAGE}`);
  }
  const file = hasControlPlane(stack) ? "plan.json" : "";
  if (process.env["GITHUB_OUTPUT"] !== undefined) {
    appendFileSync(process.env["GITHUB_OUTPUT"], `plan=${file}\n`);
  }
  console.log(file === "" ? `${stack} has no control plane yet: it is deployed without a plan` : `the plan is ${file}`);
  return 0;
}

function hasControlPlane(stack: string): boolean {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/pulumi/run.js"), "stack", "export", "--stack", stack, "--non-interactive"],
    { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: MAXIMUM_BYTES },
  );
  if (error !== undefined || status !== 0) {
    throw new UsageError(`the state of ${stack} cannot be read; the Pulumi CLI's reason stands above`);
  }
  const { deployment } = JSON.parse(stdout) as { deployment?: { resources?: readonly { type: string }[] | null } };
  return (deployment?.resources ?? []).some(({ type }) => type === CONTROL_PLANE);
}

void runCommand(main);

import { appendFileSync } from "node:fs";

import { readStackName, runCommand } from "../cli/arguments";
import { cutOffAdvice } from "./state/cut-off";
import { exportState } from "./state/export";

const USAGE = `npm run plan-file -- STACK

Says in which file a deployment keeps its plan: plan.json, or none before the stack has a control plane. What is planned then
names a role by an ID that no preview knows, and Pulumi refuses to do it (docs/decisions/delivery-roles.md). After a deployment
that was cut off in the middle of making something it says how to go on, and ends with exit code 1.

  STACK  development, test or production

Writes plan=<file> to GITHUB_OUTPUT, where there is one. Needs what the Pulumi CLI needs to reach its state.`;

/** The component whose input names the role. */
const CONTROL_PLANE = "eks:index:Cluster";

function main(): number {
  const stack = readStackName(USAGE);
  if (stack === undefined) {
    return 0;
  }
  const { resources, cutOff } = exportState(stack);
  if (cutOff.length > 0) {
    console.error(cutOffAdvice(stack, cutOff));
    return 1;
  }
  const file = resources.some(({ type }) => type === CONTROL_PLANE) ? "plan.json" : "";
  if (process.env["GITHUB_OUTPUT"] !== undefined) {
    appendFileSync(process.env["GITHUB_OUTPUT"], `plan=${file}\n`);
  }
  console.log(file === "" ? `${stack} has no control plane yet: it is deployed without a plan` : `the plan is ${file}`);
  return 0;
}

void runCommand(main);

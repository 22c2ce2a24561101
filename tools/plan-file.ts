import { appendFileSync } from "node:fs";

import { npmCommand, program, startIfMain } from "../cli/command";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { cutOffAdvice } from "./state/cut-off";
import { exportState } from "./state/export";

const command = npmCommand(
  "plan-file",
  "Prints the file in which a deployment keeps its plan: plan.json, or none before the stack has a control plane, because Pulumi " +
    "refuses a plan that names a role by an ID that no preview knows (docs/decisions/delivery-roles.md). If the last deployment " +
    "stopped while it was creating a resource, the command explains how to continue and ends with exit code 1.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .addHelpText(
    "after",
    "\nWrites plan=<file> to GITHUB_OUTPUT if that is set. Needs the settings with which the Pulumi CLI reaches its state.",
  );

/** The component whose input names the role. */
const CONTROL_PLANE = "eks:index:Cluster";

export const main = program(command, (stack) => {
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
});

startIfMain(module, main);

import { networkInterfaces } from "node:os";

import { formatWarning } from "../cli/annotations";
import { npmCommand, program, startIfMain } from "../cli/command";
import { formatProblem } from "../diagnostics/problem";
import { UsageError } from "../diagnostics/usage-error";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { firstDeploymentAdvice, unreachableAdvice } from "./delivery/api-advice";
import { apiEndpointOf, unreachable } from "./delivery/api-endpoint";
import { exportState } from "./state/export";

const command = npmCommand(
  "api-reach",
  "Tries whether this machine reaches the Kubernetes API of the stack's cluster. If not, the command says which addresses may connect and what to do, " +
    "and ends with exit code 1. Before the first deployment it compares this machine's own addresses with the stack file's.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .addHelpText(
    "after",
    "\nNeeds the settings with which the Pulumi CLI reaches its state. Asks nobody for this machine's public address. In GitHub, a " +
      "failure is also a warning on the run's page.",
  );

/** The API answers in a fraction of a second; a connection through several networks may take some. */
const SECONDS = 10;

export const main = program(command, async (stack) => {
  const { config, problems } = readEnvironmentFile(stack);
  if (config === undefined) {
    throw new UsageError(problems.map((problem) => formatProblem(problem)).join("\n"));
  }
  const api = apiEndpointOf(exportState(stack).resources);
  if (api === undefined) {
    const { admitted, text } = firstDeploymentAdvice(stack, config, ownAddresses());
    console.log(text);
    annotate(admitted ? undefined : text);
    return 0;
  }
  const reason = await unreachable(api, SECONDS);
  if (reason !== undefined) {
    const advice = unreachableAdvice(stack, config, api.endpoint, reason);
    console.error(advice);
    annotate(advice);
    return 1;
  }
  console.log(`${api.endpoint}, the Kubernetes API of ${stack}, can be reached from here`);
  return 0;
});

/** Warns on the page of the run, if GitHub runs this. */
function annotate(text: string | undefined): void {
  if (text !== undefined && process.env["GITHUB_ACTIONS"] === "true") {
    console.log(formatWarning("the Kubernetes API", text));
  }
}

/** IPv4 addresses of this machine's own interfaces, without loopback. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list = []) =>
    list.filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address),
  );
}

startIfMain(module, main);

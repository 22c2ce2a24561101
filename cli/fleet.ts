import { formatProblem } from "../diagnostics/problem";
import { KubectlError, readRunning } from "../infra/cluster/kubectl";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { clusterName } from "../platform/names/cluster";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { npmCommand, program, startIfMain } from "./command";
import { withAccess } from "./fleet/access";
import { fleetReport } from "./fleet/report";
import { renderFleet } from "./fleet/terminal";

const command = npmCommand(
  "fleet",
  "Shows the nodes of a stack by node group and pool, the tasks that run on them and for how long, and the tasks that an update " +
    "of each group would interrupt. Changes nothing. Needs kubectl, and the AWS CLI unless you give a kubeconfig.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .option(
    "--kubeconfig <file>",
    "kubeconfig of the cluster (default: aws eks update-kubeconfig makes one for this run)",
  )
  .option("--context <name>", "context in that file")
  .option("--json", "print the same for programs")
  .addHelpText("after", "\nExit code 0 if the cluster answered; 1 if it did not; 2 if the call is wrong.");

export const main = program(command, async (stack, { kubeconfig, context, json = false }) => {
  const { config, problems } = readEnvironmentFile(stack);
  if (config === undefined) {
    problems.forEach((problem) => {
      console.error(formatProblem(problem));
    });
    return 1;
  }
  try {
    const place = { stack, region: config.accounts.compute.region, kubeconfig, context };
    const running = await withAccess(place, readRunning);
    const report = fleetReport(stack, config.cluster, running, new Date());
    console.log(json ? JSON.stringify(report, undefined, 2) : renderFleet(report).join("\n"));
    return 0;
  } catch (caught) {
    if (!(caught instanceof KubectlError)) {
      throw caught;
    }
    console.error(`cannot read cluster ${clusterName(stack)}: ${caught.message}`);
    return 1;
  }
});

startIfMain(module, main);

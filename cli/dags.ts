import { formatProblem } from "../diagnostics/problem";
import { oneOf } from "../diagnostics/one-of";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { npmCommand, program, startIfMain } from "./command";
import { chooseWorkflow } from "./dags/choose";
import { chooseCluster } from "./dags/cluster";
import { AIRFLOW_VERSIONS, airflowPython, runOnce } from "./dags/run";

const command = npmCommand(
  "dags",
  "Runs one workflow's DAG once, in a separate Airflow, and reports the state of each task.",
)
  .argument("<action>", "test", oneOf("action", ["test"]))
  .argument("<stack>", STACK_HELP, requireStack)
  .argument("<workflow>", "<project>/<workflow>")
  .option("--kubeconfig <file>", "cluster for the pods (default: the local control plane of tests/cluster)")
  .option("--context <name>", "context in that file; without --kubeconfig, in $KUBECONFIG or ~/.kube/config")
  .option("--manifests <dir>", "folder of <environment>/<project>/<workflow>/workflow.yml", "manifests")
  .option(
    "--airflow <version>",
    AIRFLOW_VERSIONS.join(" or "),
    oneOf("environment for Airflow", AIRFLOW_VERSIONS),
    AIRFLOW_VERSIONS[0],
  )
  .addHelpText(
    "after",
    "\nExit code 0 if every task succeeded; 1 if a task failed or the manifest has errors; 2 if the call is wrong.",
  );

export const main = program(command, (_action, stack, id, { airflow, kubeconfig, context, manifests }) => {
  const python = airflowPython(airflow);
  const { stack: loaded, workflow, problems } = chooseWorkflow(stack, id, manifests);
  problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  if (loaded === undefined || workflow === undefined) {
    return 1;
  }
  const cluster = chooseCluster({ kubeconfig, context });
  return runOnce({ stack: loaded, workflow, cluster, python });
});

startIfMain(module, main);

import { formatProblem } from "../diagnostics/problem";
import { readArguments, runCommand } from "./arguments";
import { UsageError } from "../diagnostics/usage-error";
import { chooseWorkflow } from "./dags/choose";
import { chooseCluster } from "./dags/cluster";
import { AIRFLOW_VERSIONS, airflowPython, runOnce } from "./dags/run";
import { nearest } from "../diagnostics/nearest";

const USAGE = `npm run dags -- test <stack> <project>/<workflow> [--kubeconfig FILE] [--context NAME] [--manifests DIR] [--airflow VERSION]

Runs one workflow's DAG once, in an Airflow of its own, and says what became of each task.

  <stack>            development, test or production: the configuration in Pulumi.<stack>.yaml
  --kubeconfig FILE  cluster to run the pods in (default: the local control plane of tests/cluster)
  --context NAME     context of that file, or without --kubeconfig of $KUBECONFIG or ~/.kube/config
  --manifests DIR    folder with <environment>/<project>/<workflow>/workflow.yml (default: manifests)
  --airflow VERSION  ${AIRFLOW_VERSIONS.join(" or ")} (default: ${AIRFLOW_VERSIONS[0]})

Exit code 0 when every task succeeded, 1 when one did not or the manifest has errors, 2 when called wrongly.`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        kubeconfig: { type: "string" },
        context: { type: "string" },
        manifests: { type: "string", default: "manifests" },
        airflow: { type: "string", default: AIRFLOW_VERSIONS[0] },
        help: { type: "boolean", default: false },
      },
    },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [action, stack, id, ...rest] = positionals;
  if (action !== undefined && action !== "test") {
    const close = nearest(action, ["test"]);
    throw new UsageError(`there is no ${action}${close === undefined ? "" : `; did you mean ${close}?`}\n\n${USAGE}`);
  }
  if (stack === undefined || id === undefined || rest.length > 0) {
    throw new UsageError(`name one stack and one <project>/<workflow>\n\n${USAGE}`);
  }
  const python = airflowPython(values.airflow);
  const { stack: loaded, workflow, problems } = chooseWorkflow(stack, id, values.manifests);
  problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  if (loaded === undefined || workflow === undefined) {
    return 1;
  }
  const cluster = chooseCluster({ kubeconfig: values.kubeconfig, context: values.context });
  return runOnce({ stack: loaded, workflow, cluster, python });
}

void runCommand(main);

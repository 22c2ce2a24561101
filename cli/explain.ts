import { UsageError } from "../diagnostics/usage-error";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { npmCommand, program, startIfMain } from "./command";
import { linksInWords, type Regions } from "./explain/links";
import { explain } from "./explain/words";
import { compileOne } from "./one-workflow";

const command = npmCommand(
  "explain",
  "Lists in words everything that a manifest creates: the DAG, its tasks, the role and its permissions, secrets, and notifications.",
)
  .argument("<path>", "a workflow.yml, or its folder")
  .option("--links", "list the addresses of Airflow, the log, the role and the secrets in AWS's console instead")
  .addHelpText("after", "\nExit code 0; 1 if the manifest has errors; 2 if the call is wrong.");

export const main = program(command, (path, { links }) => {
  const workflow = compileOne(path);
  if (workflow === undefined) {
    return 1;
  }
  console.log(links ? linksInWords(workflow, regionsOf(workflow.environment)) : explain(workflow));
  return 0;
});

function regionsOf(environment: string): Regions {
  const { config } = readEnvironmentFile(environment);
  if (config === undefined) {
    throw new UsageError(`the file of ${environment} has errors: npm run preview -- ${environment}`);
  }
  return { compute: config.accounts.compute.region, data: config.accounts.data.region };
}

startIfMain(module, main);

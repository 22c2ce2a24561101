import { npmCommand, program, startIfMain } from "./command";
import { explain } from "./explain/words";
import { compileOne } from "./one-workflow";

const command = npmCommand(
  "explain",
  "Lists in words everything that a manifest creates: the DAG, its tasks, the role and its permissions, secrets, and notifications.",
)
  .argument("<path>", "a workflow.yml, or its folder")
  .addHelpText("after", "\nExit code 0; 1 if the manifest has errors; 2 if the call is wrong.");

export const main = program(command, (path) => {
  const workflow = compileOne(path);
  if (workflow === undefined) {
    return 1;
  }
  console.log(explain(workflow));
  return 0;
});

startIfMain(module, main);

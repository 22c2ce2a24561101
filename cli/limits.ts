import { writeFileSync } from "node:fs";

import { requireStack, STACK_HELP } from "../preview/stack-name";
import { day, npmCommand, program, startIfMain, today } from "./command";
import { COUNTED_HELP, loadToCount } from "./count-workflows";
import { limitsAsPage, limitsAsText, type Report } from "./limits/render";
import { limitRows } from "./limits/rows";

const command = npmCommand(
  "limits",
  "Counts what an environment's workflows use of each limit, and what 10 and 100 times as many would use.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .option("--manifests <dir>", "folder of <environment>/<project>/<workflow>/workflow.yml", "manifests")
  .option("--date <date>", "first day of the week in which runs are counted, YYYY-MM-DD (default: today)", day)
  .option("--page <file>", "write a page in Markdown, such as docs/reference/limits.md, instead of text")
  .addHelpText("after", COUNTED_HELP);

export const main = program(command, async (stack, { manifests, date = today(), page }) => {
  const loaded = loadToCount(stack, manifests, date, "limits");
  if (loaded === undefined) {
    return 1;
  }
  // Loading Pulumi takes seconds, and mistakes in files should not wait for it.
  const { previewEnvironment } = await import("../preview/run.js");
  const started = process.cpuUsage();
  const { registrations } = await previewEnvironment(loaded);
  const { user, system } = process.cpuUsage(started);
  const report: Report = {
    stack,
    date,
    workflows: loaded.workflows.length,
    rows: limitRows(loaded.workflows, loaded.config, date),
    measured: {
      resources: registrations.length,
      megabytes: Buffer.byteLength(JSON.stringify(registrations.map(({ inputs }) => inputs))) / 1e6,
      seconds: (user + system) / 1e6,
    },
  };
  if (page === undefined) {
    console.log(limitsAsText(report));
  } else {
    const { format } = await import("prettier");
    writeFileSync(page, await format(limitsAsPage(report), { parser: "markdown", printWidth: 120 }));
    console.log(`wrote ${page}`);
  }
  return 0;
});

startIfMain(module, main);

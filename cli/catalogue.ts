import { resolve } from "node:path";

import { formatProblem } from "../diagnostics/problem";
import { podHours } from "../preview/costs/pod-hours";
import { loadEnvironment } from "../preview/load";
import { Progress } from "../preview/progress";
import { Replacement } from "../preview/replacement";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { catalogueOf, type Catalogue } from "./catalogue/model";
import { ENTRIES, filesOf } from "./catalogue/pages";
import { releaseDays } from "./catalogue/releases";
import { day, npmCommand, program, startIfMain, today } from "./command";

const command = npmCommand(
  "catalogue",
  "Writes a site about all workflows of an environment: who owns each, when it runs, what it may do. It needs no server.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .option("--manifests <dir>", "folder of <environment>/<project>/<workflow>/workflow.yml", "manifests")
  .option("--out <dir>", "folder for the site (default: build/catalogue/<stack>)")
  .option("--date <date>", "day from which the next runs count, YYYY-MM-DD (default: today)", day)
  .addHelpText(
    "after",
    "\nExit code 0; 1 if manifests have errors, which the site lists, or if the stack file has errors; 2 if the call is wrong.",
  );

export const main = program(command, async (stack, { manifests, out, date = today() }) => {
  const folder = resolve(out ?? `build/catalogue/${stack}`);
  const loaded = loadEnvironment(stack, manifests, { today: date, examples: "warning" });
  const errors = loaded.problems.filter(({ severity }) => severity === "error");
  errors.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  if (loaded.stack === undefined) {
    console.error(`\nthe stack file has errors; nothing was written`);
    return 1;
  }
  const { accounts, cluster, tags } = loaded.stack.config;
  const catalogue = catalogueOf(
    {
      environment: stack,
      date,
      repository: tags.sourceCode,
      regions: { compute: accounts.compute.region, data: accounts.data.region },
      podPrices: podHours(cluster),
    },
    loaded.stack.workflows,
    loaded.problems,
    releaseDays(manifests),
  );
  const { pages, megabytes } = await write(catalogue, folder);
  const refused = catalogue.refused.length;
  console.log(
    `${catalogue.entries.length} workflows of ${stack}, in ${pages} pages of ${megabytes} MB: ${resolve(folder, "index.html")}`,
  );
  if (refused > 0) {
    console.error(`${refused} manifest${refused === 1 ? " has" : "s have"} errors, and the site lists them`);
  }
  return errors.length > 0 ? 1 : 0;
});

async function write(catalogue: Catalogue, folder: string): Promise<{ pages: number; megabytes: string }> {
  const progress = new Progress(`writing ${catalogue.environment}`, catalogue.entries.length);
  const replacement = new Replacement(folder, ENTRIES);
  let [pages, bytes] = [0, 0];
  try {
    for await (const { path, text } of filesOf(catalogue)) {
      replacement.write(path, text);
      pages += Number(path.endsWith(".html"));
      bytes += Buffer.byteLength(text);
      progress.update(pages);
    }
    replacement.finish();
  } finally {
    replacement.remove();
    progress.end();
  }
  return { pages, megabytes: (bytes / 1e6).toFixed(1) };
}

startIfMain(module, main);

import { UsageError } from "../diagnostics/usage-error";
import type { StackConfig } from "../platform/config/stack.generated";
import { HOURS_PER_MONTH } from "../preview/costs/idle";
import { ASSUMED_HOURS } from "../preview/costs/month";
import { podHours } from "../preview/costs/pod-hours";
import { CURRENCY, PRICES, PRICES_DATE, PRICES_REGION, type Priced } from "../preview/costs/prices";
import { workflowCost } from "../preview/costs/workflow-cost";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { day, npmCommand, program, startIfMain, today } from "./command";
import { COUNTED_HELP, loadToCount } from "./count-workflows";
import { costReport } from "./costs/report";
import { costsAsText } from "./costs/text";

const command = npmCommand(
  "costs",
  "Estimates what each workflow of an environment costs in a month, from schedules, compute profiles and list prices.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .option("--manifests <dir>", "folder of <environment>/<project>/<workflow>/workflow.yml", "manifests")
  .option("--duration <hours>", "hours that each task is assumed to run", hours, ASSUMED_HOURS)
  .option("--date <date>", "day of the estimate, YYYY-MM-DD: ended schedules do not count (default: today)", day)
  .option("--json", "print JSON instead of text")
  .addHelpText("after", COUNTED_HELP);

export const main = program(command, (stack, { manifests, duration, date = today(), json }) => {
  const loaded = loadToCount(stack, manifests, date, "costs");
  if (loaded === undefined) {
    return 1;
  }
  const { config, workflows } = loaded;
  const basis = { date, hours: duration, prices: podHours(config.cluster) };
  const report = costReport(
    { stack, date, currency: CURRENCY, region: PRICES_REGION, pricesDate: PRICES_DATE, assumedHours: duration },
    workflows.map((workflow) => workflowCost(workflow, basis)),
    ofThePlatform(config),
  );
  console.log(json === true ? JSON.stringify(report, undefined, 2) : costsAsText(report));
  return 0;
});

/** Costs that belong to no workflow, or that no manifest decides. */
function ofThePlatform({ airflow: { environmentClass } }: StackConfig): string[] {
  const isKnown = PRICES[`${environmentClass}Hour` as Priced].amount !== null;
  return [
    `the environment itself, whether or not anything runs: docs/reference/costs.md${isKnown ? "" : `. The price of MWAA (${environmentClass}) is not known here`}`,
    "room on nodes that no pod uses, nodes that start and stop, and their volumes",
    "retries, catching up, and runs that a person starts; a task that is skipped counts as one that runs",
    "logs, traffic, S3, Athena, and whatever else the code uses",
  ];
}

/** A reader for the hours of a task. */
function hours(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number > 0 && number <= HOURS_PER_MONTH)) {
    throw new UsageError(`${text} is no duration; write hours above 0 and up to ${HOURS_PER_MONTH}, such as 0.25 or 3`);
  }
  return number;
}

startIfMain(module, main);

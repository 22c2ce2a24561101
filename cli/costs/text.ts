import { money } from "../../preview/costs/money";
import { type Amounts, isIncomplete, together, type WorkflowCost } from "../../preview/costs/workflow-cost";
import { columns } from "../columns";
import type { CostGroup, CostReport } from "./report";

/** Marks a sum that leaves something out. */
const INCOMPLETE = " + ?";

/** A report as text for a terminal. */
export function costsAsText(report: CostReport): string {
  const { stack, date, currency, region, pricesDate, assumedHours, workflows, projects, businessUnits, total } = report;
  return [
    `Estimated costs of ${stack} in an average month from ${date}, in ${currency}. This is no bill.`,
    `List prices of ${region} as known on ${pricesDate}, before tax and discounts. Spot counts at the price on demand, and costs less.`,
    `Each task is assumed to run ${hoursInWords(assumedHours)}, or until its timeout if that is shorter: manifests do not say. --duration changes it.`,
    "",
    ...columns(
      [
        ["workflow", "business unit", "runs", "one run", ...AMOUNTS],
        ...workflows.map((workflow) => [
          workflow.id,
          workflow.businessUnit,
          runsInWords(workflow.runs),
          marked(together(workflow.run), workflow.unpriced.length > 0),
          ...amounts(workflow.month, isIncomplete(workflow)),
        ]),
      ],
      2,
    ),
    ...groupTable("project", projects),
    ...groupTable("business unit", businessUnits),
    ...groupTable("all", [total]),
    "",
    "+ ? marks a sum without some tasks or runs. Not counted:",
    ...report.notCounted.map((sentence) => `- ${sentence}`),
  ].join("\n");
}

const AMOUNTS = ["spot", "on demand", "secrets", "a month"];

function groupTable(what: string, groups: readonly CostGroup[]): string[] {
  return [
    "",
    ...columns(
      [
        [what, "workflows", ...AMOUNTS],
        ...groups.map((group) => [group.name, String(group.workflows), ...amounts(group.month, group.isIncomplete)]),
      ],
      1,
    ),
  ];
}

function amounts(month: Amounts, leavesOut: boolean): string[] {
  return [...[month.spot, month.onDemand, month.secrets].map(money), marked(together(month), leavesOut)];
}

/** Runs in a month, as `30.4`; `not fixed` if the schedule does not fix them. */
export function runsInWords(runs: WorkflowCost["runs"]): string {
  return runs === null ? "not fixed" : runs.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

/** An amount, and a mark if it leaves something out. */
function marked(amount: number, leavesOut: boolean): string {
  return money(amount) + (leavesOut ? INCOMPLETE : "");
}

function hoursInWords(hours: number): string {
  return hours === 1 ? "one hour" : `${hours} hours`;
}

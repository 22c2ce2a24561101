import { type Amounts, isIncomplete, together, type WorkflowCost } from "../../preview/costs/workflow-cost";
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
    ...table(
      ["workflow", "business unit", "runs", "one run", ...AMOUNTS],
      workflows.map((workflow) => [
        workflow.id,
        workflow.businessUnit,
        runsInWords(workflow.runs),
        money(together(workflow.run), workflow.unpriced.length > 0),
        ...amounts(workflow.month, isIncomplete(workflow)),
      ]),
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
    ...table(
      [what, "workflows", ...AMOUNTS],
      groups.map((group) => [group.name, String(group.workflows), ...amounts(group.month, group.isIncomplete)]),
      1,
    ),
  ];
}

function amounts(month: Amounts, leavesOut: boolean): string[] {
  return [
    ...[month.spot, month.onDemand, month.secrets].map((amount) => money(amount, false)),
    money(together(month), leavesOut),
  ];
}

/** Lines of aligned columns: the first ones to the left, the others, which are numbers, to the right. */
function table(header: readonly string[], rows: readonly (readonly string[])[], left: number): string[] {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return [header, ...rows].map((cells) =>
    cells
      .map((cell, column) => (column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** Runs in a month, as `30.4`; `not fixed` if the schedule does not fix them. */
export function runsInWords(runs: WorkflowCost["runs"]): string {
  return runs === null ? "not fixed" : runs.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

/** An amount with two decimals, and a mark if it leaves something out. */
export function money(amount: number, leavesOut: boolean): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return amount.toLocaleString("en-GB", digits) + (leavesOut ? INCOMPLETE : "");
}

function hoursInWords(hours: number): string {
  return hours === 1 ? "one hour" : `${hours} hours`;
}

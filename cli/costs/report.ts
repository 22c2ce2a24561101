import { plural } from "../../diagnostics/plural";
import { groupBy } from "../../diagnostics/group-by";
import { type Amounts, isIncomplete, sum, together, type WorkflowCost } from "../../preview/costs/workflow-cost";

/** Workflows under one name, and what they cost in a month. */
export interface CostGroup {
  readonly name: string;
  readonly workflows: number;
  readonly month: Amounts;
  /** Whether the amounts leave out runs, or pods without a known price. */
  readonly isIncomplete: boolean;
}

/** Everything that `npm run costs` shows. */
export interface CostReport {
  readonly stack: string;
  /** Day of the estimate, `YYYY-MM-DD`. */
  readonly date: string;
  readonly currency: string;
  readonly region: string;
  /** Day on which the prices were looked up, `YYYY-MM-DD`. */
  readonly pricesDate: string;
  /** Hours that a task is assumed to run. */
  readonly assumedHours: number;
  /** The dearest first, as all lists. */
  readonly workflows: readonly WorkflowCost[];
  readonly projects: readonly CostGroup[];
  readonly businessUnits: readonly CostGroup[];
  readonly total: CostGroup;
  /** Sentences about what the sums leave out. */
  readonly notCounted: readonly string[];
}

type Facts = Pick<CostReport, "stack" | "date" | "currency" | "region" | "pricesDate" | "assumedHours">;

/**
 * Sorts and groups the costs of workflows.
 *
 * @param platform sentences about costs that belong to no workflow.
 */
export function costReport(facts: Facts, costs: readonly WorkflowCost[], platform: readonly string[]): CostReport {
  return {
    ...facts,
    workflows: costs.toSorted(
      (a, b) => together(b.month) - together(a.month) || together(b.run) - together(a.run) || (a.id < b.id ? -1 : 1),
    ),
    projects: groups(costs, ({ project }) => project),
    businessUnits: groups(costs, ({ businessUnit }) => businessUnit),
    total: groupOf("together", costs),
    notCounted: [...unpricedProfiles(costs), ...withoutRuns(costs), ...platform],
  };
}

function groups(costs: readonly WorkflowCost[], nameOf: (cost: WorkflowCost) => string): CostGroup[] {
  return [...groupBy(costs, nameOf)]
    .map(([name, members]) => groupOf(name, members))
    .sort((a, b) => together(b.month) - together(a.month) || (a.name < b.name ? -1 : 1));
}

function groupOf(name: string, costs: readonly WorkflowCost[]): CostGroup {
  return {
    name,
    workflows: costs.length,
    month: {
      spot: sum(costs.map(({ month }) => month.spot)),
      onDemand: sum(costs.map(({ month }) => month.onDemand)),
      secrets: sum(costs.map(({ month }) => month.secrets)),
    },
    isIncomplete: costs.some(isIncomplete),
  };
}

function unpricedProfiles(costs: readonly WorkflowCost[]): string[] {
  const users = groupBy(
    costs.flatMap(({ unpriced }) => unpriced),
    (profile) => profile,
  );
  return [...users]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([profile, { length }]) => `tasks on ${profile}, of ${plural(length, "workflow")}: no price known here`);
}

function withoutRuns(costs: readonly WorkflowCost[]): string[] {
  const number = costs.filter(({ runs }) => runs === null).length;
  return number === 0
    ? []
    : [
        `runs of ${plural(number, "workflow")} that a person, a dataset or @once starts: the tables count their secrets alone`,
      ];
}

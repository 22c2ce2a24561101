import { COMPUTE_PROFILES } from "../../platform/compute-profiles";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { projectOf } from "../../workflow/identity";
import { hoursOfTask, runsAMonth } from "./month";
import { PRICES } from "./prices";

/** Amounts by what is paid for. */
export interface Amounts {
  /** Pods on spot capacity, at the price on demand. */
  readonly spot: number;
  /** Pods on capacity on demand. */
  readonly onDemand: number;
  /** Secrets and their replicas. */
  readonly secrets: number;
}

/** The estimated cost of a workflow. Amounts leave out the pods of profiles without a known price. */
export interface WorkflowCost {
  /** `<project>/<workflow>`. */
  readonly id: string;
  readonly project: string;
  readonly businessUnit: string;
  /** In an average month; `null` if the schedule does not fix them. */
  readonly runs: number | null;
  /** Hours of all tasks of one run together. */
  readonly taskHours: number;
  /** The pods of one run. */
  readonly run: Amounts;
  /** All runs of a month, and the secrets. Without fixed runs, the secrets alone. */
  readonly month: Amounts;
  /** Compute profiles of its tasks without a known price. */
  readonly unpriced: readonly string[];
}

/** The assumptions and prices of an estimate. */
export interface Basis {
  /** Day of the estimate, `YYYY-MM-DD`: schedules that ended before do not count. */
  readonly date: string;
  /** Hours that a task is assumed to run. */
  readonly hours: number;
  /** Price of an hour of a pod by compute profile ({@link podHours}). */
  readonly prices: ReadonlyMap<string, number | null>;
}

/** Secrets Manager counts a replica as a secret. */
const SECRETS_WITH_REPLICA = 2;

/** Estimates the cost of a workflow from its schedule, its compute profiles and list prices. */
export function workflowCost(
  { id, dag, tags, secrets }: Pick<CompiledWorkflow, "id" | "dag" | "tags" | "secrets">,
  { date, hours, prices }: Basis,
): WorkflowCost {
  const pods = Object.values(dag.tasks).map((task) => {
    const price = prices.get(task.compute_profile) ?? null;
    const taskHours = hoursOfTask(dag, task, hours);
    return {
      profile: task.compute_profile,
      isSpot: SPOT.has(task.compute_profile),
      hours: taskHours,
      cost: price === null ? null : price * taskHours,
    };
  });
  const costOf = (isSpot: boolean): number =>
    sum(pods.filter((pod) => pod.isSpot === isSpot).map(({ cost }) => cost ?? 0));
  const run = { spot: costOf(true), onDemand: costOf(false), secrets: 0 };
  const runs = runsAMonth(dag, date, hours);
  return {
    id,
    project: projectOf(id),
    businessUnit: tags["business-unit"] ?? "",
    runs,
    taskHours: sum(pods.map((pod) => pod.hours)),
    run,
    month: {
      spot: run.spot * (runs ?? 0),
      onDemand: run.onDemand * (runs ?? 0),
      secrets: secrets.length * SECRETS_WITH_REPLICA * (PRICES.secretMonth.amount ?? 0),
    },
    unpriced: [...new Set(pods.filter(({ cost }) => cost === null).map(({ profile }) => profile))].sort(),
  };
}

const SPOT: ReadonlySet<string> = new Set(
  COMPUTE_PROFILES.filter(({ capacity }) => capacity === "spot").map(({ name }) => name),
);

/** Whether the amounts of a month leave out runs, or pods without a known price. */
export function isIncomplete({ runs, unpriced }: Pick<WorkflowCost, "runs" | "unpriced">): boolean {
  return runs === null || unpriced.length > 0;
}

/** The amounts added up. */
export function together({ spot, onDemand, secrets }: Amounts): number {
  return spot + onDemand + secrets;
}

/** The sum of numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

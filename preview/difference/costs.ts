import { ASSUMED_HOURS } from "../costs/month";
import { money } from "../costs/money";
import { CURRENCY } from "../costs/prices";
import { type Basis, together, workflowCost } from "../costs/workflow-cost";
import type { Difference, Sentence } from "./model";
import type { DescribedWorkflow, Side } from "./side";

/**
 * Adds a sentence to each workflow whose estimated cost changes, and to each new one. Both sides count with the prices of the head, so that
 * only a change of the workflow itself appears.
 */
export function withCosts(
  difference: Difference,
  before: Side,
  after: Side,
  { date, prices }: Omit<Basis, "hours">,
): Difference {
  const words = ({ workflows }: Side, id: string): string | undefined => {
    const workflow = workflows?.find((one) => one.id === id);
    return workflow && costInWords(workflow, { date, prices, hours: ASSUMED_HOURS });
  };
  return {
    ...difference,
    workflows: difference.workflows.map((one) => ({
      ...one,
      sentences: [...one.sentences, ...sentence(words(before, one.from ?? one.id), words(after, one.id))],
    })),
  };
}

function sentence(before: string | undefined, after: string | undefined): Sentence[] {
  if (after === undefined || before === after) {
    return [];
  }
  return [`estimated cost, if each task runs an hour: ${before === undefined ? "" : `${before} → `}${after}`];
}

/** The cost in a month, or of one run if the schedule does not fix the runs. */
function costInWords(workflow: DescribedWorkflow, basis: Basis): string {
  const { runs, run, month, unpriced } = workflowCost(workflow, basis);
  const amount =
    runs === null ? `${money(together(run))} ${CURRENCY} a run` : `${money(together(month))} ${CURRENCY} a month`;
  return unpriced.length === 0 ? amount : `${amount}, without tasks on ${unpriced.join(", ")} (no price known)`;
}

import { ASSUMED_HOURS } from "../../preview/costs/month";
import { money } from "../../preview/costs/money";
import { CURRENCY, PRICES_DATE } from "../../preview/costs/prices";
import { together, workflowCost } from "../../preview/costs/workflow-cost";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { runsInWords } from "../costs/text";
import { html, type Html } from "./html";
import type { Catalogue } from "./model";
import { link } from "./page";
import { ukDay } from "./times";

const EXPLANATION = "docs/how-to/see-what-a-workflow-costs.md";

/** The estimated cost of a workflow in a month, with its assumption and what it leaves out. */
export function costInWords(
  workflow: CompiledWorkflow,
  { date, podPrices, repository }: Pick<Catalogue, "date" | "podPrices" | "repository">,
): Html {
  const { runs, run, month, unpriced } = workflowCost(workflow, { date, hours: ASSUMED_HOURS, prices: podPrices });
  const amount = (value: number): string => `${money(value)} ${CURRENCY}`;
  const isUnknown = unpriced.length > 0 && together(run) === 0;
  const ofRun = isUnknown ? "no known price" : `${amount(together(run))} a run`;
  const ofMonth =
    runs === null
      ? `${ofRun}, and no fixed number of runs`
      : isUnknown
        ? `${ofRun}, for ${runsInWords(runs)} runs a month`
        : `${amount(together(month) - month.secrets)} a month, for ${runsInWords(runs)} runs of ${amount(together(run))}`;
  const ofSecrets = month.secrets === 0 ? "" : `. Secrets: ${amount(month.secrets)} a month`;
  const without = unpriced.length === 0 ? "" : `. Without tasks on ${unpriced.join(", ")}: no price known`;
  return html`Estimated: ${ofMonth}${ofSecrets}${without}.
    <p class="hint">
      If each task runs an hour, by list prices of ${ukDay(PRICES_DATE)}, spot at the price on demand.
      ${link(`${repository}/blob/main/${EXPLANATION}`, "How it is estimated")}
    </p>`;
}

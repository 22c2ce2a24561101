import { groupBy } from "../../diagnostics/group-by";
import { signature } from "./details";
import type { WorkflowDifference } from "./model";
import { canonical } from "./values";

/** Workflows that change in the same way; the first in each list represents the others. */
export function alike(workflows: readonly WorkflowDifference[]): WorkflowDifference[][] {
  const groups = groupBy(workflows, ({ kind, losses, sentences, resources }) =>
    kind === "changed" ? canonical([losses, sentences, resources.map(signature).sort()]) : "",
  );
  return [...groups].flatMap(([key, group]) => (key === "" ? group.map((one) => [one]) : [group]));
}

import { allows } from "../../workflow/present-platform/allows";
import { callsThere, isForbiddenHere } from "../../workflow/present-platform/calls";
import { groupBy } from "../../diagnostics/group-by";
import type { Difference } from "./difference";
import type { AdoptedWorkflow } from "./workflows";

/** A call that the present platform allows a workflow, and this one does not. */
interface LostCall {
  readonly key: string;
  readonly action: string;
  readonly resource: string;
  /** Whether the platform never allows it, whatever a stack's settings are. */
  readonly forbidden: boolean;
}

/** The calls that a workflow loses, by simulation of its role's policies; empty without a role of its own. */
function lostCalls({ accepted, there }: AdoptedWorkflow, dataAccount: string): readonly LostCall[] {
  const role = accepted?.compiled.role;
  if (accepted === undefined || role === null || role === undefined) {
    return [];
  }
  const { iam = {}, secrets = [] } = (there ?? accepted.valid).manifest;
  const documents = [role.inlinePolicy, ...Object.values(role.managedPolicies)];
  return callsThere(iam, secrets, { ...accepted.valid.role, dataAccount })
    .filter((call) => !allows(documents, call))
    .map((call) => ({ ...call, forbidden: isForbiddenHere(call) }));
}

/** Calls that the role of a workflow loses, by key of `iam`. */
export function rightsDifferences(workflow: AdoptedWorkflow, dataAccount: string): Difference[] {
  const lost = lostCalls(workflow, dataAccount);
  return [
    ...groupBy(lost, ({ key, forbidden }) => `${key}${forbidden ? ", which the platform never allows" : ""}`),
  ].map(([of, calls]) => {
    const actions = [...new Set(calls.map(({ action }) => action))];
    const [first] = calls;
    return {
      kind: "rights",
      about: `rights ${first?.key ?? ""}`,
      text: `loses ${actions.join(", ")} of ${of}; for example on ${first?.resource ?? ""}`,
      always: first?.forbidden === true,
    };
  });
}

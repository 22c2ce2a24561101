import { allows } from "../../workflow/present-platform/allows";
import { callsThere, isForbiddenHere } from "../../workflow/present-platform/calls";
import type { AdoptedWorkflow } from "./workflows";

/** A call that the present platform allows a workflow, and this one does not. */
export interface LostCall {
  readonly key: string;
  readonly action: string;
  readonly resource: string;
  /** Whether the platform never allows it, whatever a stack's settings are. */
  readonly forbidden: boolean;
}

/** The calls that a workflow loses, by simulation of its role's policies; empty without a role of its own. */
export function lostCalls({ accepted }: AdoptedWorkflow, dataAccount: string): readonly LostCall[] {
  const role = accepted?.compiled.role;
  if (accepted === undefined || role === null || role === undefined) {
    return [];
  }
  const { iam = {}, secrets = [] } = accepted.valid.manifest;
  const documents = [role.inlinePolicy, ...Object.values(role.managedPolicies)];
  return callsThere(iam, secrets, { ...accepted.valid.role, dataAccount })
    .filter((call) => !allows(documents, call))
    .map((call) => ({ ...call, forbidden: isForbiddenHere(call) }));
}

import { allows } from "../../workflow/present-platform/allows";
import { callsThere, isForbiddenHere } from "../../workflow/present-platform/calls";
import { groupBy } from "../../diagnostics/group-by";
import type { Difference } from "./difference";
import type { NeededSettings } from "./settings";
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

/** The settings that add to the grants of each key of `iam`. */
const SETTINGS_OF: Readonly<Record<string, readonly string[]>> = {
  s3_read_only: ["bucketListing", "objectAcls", "queryResults"],
  s3_read_write: ["bucketListing", "objectAcls", "queryResults"],
  s3_write_only: ["writeOnlyPaths", "objectAcls", "queryResults"],
  athena: ["workGroups", "catalogues", "allRegions", "athenaBuckets", "glueDatabases"],
  glue: ["glueJobs", "glueServices", "allRegions"],
  bedrock: ["bedrockRegions"],
};

/** Calls that the role of a workflow loses, by key of `iam`, and the settings that keep them. */
export function rightsDifferences(
  workflow: AdoptedWorkflow,
  dataAccount: string,
  { settings }: NeededSettings,
): Difference[] {
  const lost = lostCalls(workflow, dataAccount);
  const needed = settings.filter(({ users }) => users.has(workflow.id)).map(({ key }): string => key);
  return [...groupBy(lost, ({ key, forbidden }) => `${key} ${forbidden}`).values()].map((calls) => {
    const actions = [...new Set(calls.map(({ action }) => action))].join(", ");
    const { key = "", resource = "", forbidden = false } = calls[0] ?? {};
    const keeping = (SETTINGS_OF[key] ?? []).filter((setting) => needed.includes(setting));
    const keep = forbidden
      ? "; no setting keeps them"
      : keeping.length > 0
        ? `; to keep them: compatibility.${keeping.join(", ")}`
        : "";
    return {
      kind: "rights",
      about: `rights ${key}`,
      text: `loses ${actions} of iam.${key}, for example on ${resource}${keep}`,
      always: forbidden,
    };
  });
}

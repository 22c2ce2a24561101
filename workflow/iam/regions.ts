import { isSwitchedOn } from "./configured";
import type { RoleInput } from "./context";

/** Region of Athena, the Glue catalogue and Glue jobs; `*` for workflows that `compatibility.allRegions` lists. */
export function catalogueRegion(input: RoleInput): string {
  return isSwitchedOn(input, "allRegions") ? "*" : input.settings.workflows.athena.region;
}

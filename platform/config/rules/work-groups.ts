import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** A work group that everybody shares is nobody's own. */
export function workGroupFindings({ workflows: { athena } }: StackConfig): Finding[] {
  return athena.ownWorkGroups.flatMap(({ workGroups }, entry) =>
    workGroups.flatMap((group, index) =>
      athena.workGroups.includes(group)
        ? [
            broken(
              "shared-work-group",
              ["workflows", "athena", "ownWorkGroups", entry, "workGroups", index],
              `every workflow with iam.athena shares ${group} (workflows.athena.workGroups), so its queries would be open to all: remove it from one of the lists`,
            ),
          ]
        : [],
    ),
  );
}

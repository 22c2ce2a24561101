import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { withoutVersion } from "../../platform/airflow/package-version";
import type { Registration } from "../offline/registration";
import type { CompiledWorkflow } from "../../workflow/compiled";

/** A workflow as `workflows.json` describes it; older programs leave out `settingsUsed` and `egress`. */
export type DescribedWorkflow = Omit<CompiledWorkflow, "dagObject" | "role" | "settingsUsed" | "egress"> &
  Partial<Pick<CompiledWorkflow, "settingsUsed" | "egress">> & { readonly role: string | null };

/** A stack as one side's program would create it. */
export interface Side {
  readonly resources: readonly Registration[];
  /** `undefined` if the side's program is older than `workflows.json`. */
  readonly workflows: readonly DescribedWorkflow[] | undefined;
  /** Text of every manifest of the stack by `<project>/<workflow>`, including manifests with errors. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** Reads the files that `npm run preview` wrote to `out`; the manifests are the side's own. */
export function readSide(out: string, manifests: ReadonlyMap<string, string>): Side {
  const workflows = join(out, "workflows.json");
  // A separate program makes the roles of delivery, but a reviewer needs to see them too. Older programs had none.
  const delivery = join(out, "delivery.json");
  const files = [join(out, "resources.json"), ...(existsSync(delivery) ? [delivery] : [])];
  return {
    resources: files.flatMap((file) => (readJson(file) as Registration[]).map(complete)),
    workflows: existsSync(workflows) ? (readJson(workflows) as DescribedWorkflow[]) : undefined,
    manifests,
  };
}

/** Reads a file, without the version of the shared package: its change is not a change of every workflow. */
function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"), (_key, value: unknown) =>
    typeof value === "string" ? withoutVersion(value) : value,
  );
}

/** A resource of an older program, which wrote fewer fields. */
function complete(resource: Registration): Registration {
  return { ...UNSTATED, ...resource };
}

const UNSTATED: Pick<Registration, "retainOnDelete" | "ignoreChanges" | "aliases"> = {
  retainOnDelete: false,
  ignoreChanges: [],
  aliases: [],
};

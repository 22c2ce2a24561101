import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Registration } from "../offline/registration";
import type { CompiledWorkflow } from "../../workflow/compiled";

/** A workflow as `workflows.json` describes it; older programs leave out `leansOn`. */
export type DescribedWorkflow = Omit<CompiledWorkflow, "dagObject" | "role" | "leansOn"> &
  Partial<Pick<CompiledWorkflow, "leansOn">> & { readonly role: string | null };

/** A stack as one side's program would make it. */
export interface Side {
  readonly resources: readonly Registration[];
  /** `undefined` where the side's program did not say: it is older than `workflows.json`. */
  readonly workflows: readonly DescribedWorkflow[] | undefined;
  /** Text of every manifest of the stack by `<project>/<workflow>`, those with errors too. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** Reads what `npm run preview` wrote to `out`; the manifests are the side's own. */
export function readSide(out: string, manifests: ReadonlyMap<string, string>): Side {
  const workflows = join(out, "workflows.json");
  // The roles of delivery are a program of their own, but a reviewer's business like the rest. Older programs had none.
  const delivery = join(out, "delivery.json");
  const files = [join(out, "resources.json"), ...(existsSync(delivery) ? [delivery] : [])];
  return {
    resources: files.flatMap((file) => (readJson(file) as Registration[]).map(complete)),
    workflows: existsSync(workflows) ? (readJson(workflows) as DescribedWorkflow[]) : undefined,
    manifests,
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** A resource of a program that wrote less of it. */
function complete(resource: Registration): Registration {
  return { ...UNSTATED, ...resource };
}

const UNSTATED: Pick<Registration, "retainOnDelete" | "ignoreChanges" | "aliases"> = {
  retainOnDelete: false,
  ignoreChanges: [],
  aliases: [],
};

import { join } from "node:path";

import type { CompiledWorkflow } from "../../workflow/compiled";
import { workflowIdAt } from "../../workflow/identity";
import { nearest } from "../../diagnostics/nearest";
import type { Problem } from "../../diagnostics/problem";
import { findManifests } from "../../workflow/source";
import { UsageError } from "../../diagnostics/usage-error";
import { type LoadedStack, loadEnvironment } from "../../preview/load";

/** One workflow with its problems; an error leaves out the workflow or the stack. */
export interface ChosenWorkflow {
  readonly stack: LoadedStack | undefined;
  readonly workflow: CompiledWorkflow | undefined;
  readonly problems: readonly Problem[];
}

/** Compiles the workflow `<project>/<workflow>`; problems of other manifests do not count. */
export function chooseWorkflow(environment: string, id: string, manifests: string): ChosenWorkflow {
  const { stack, problems } = loadEnvironment(environment, manifests);
  if (stack === undefined) {
    return { stack, workflow: undefined, problems };
  }
  const ids = findManifests(join(manifests, environment)).map((path) => workflowIdAt(path) ?? path);
  if (!ids.includes(id)) {
    const close = nearestWorkflow(id, ids);
    throw new UsageError(
      `there is no workflow ${id} in ${join(manifests, environment)}; ${close === undefined ? "write <project>/<workflow>, the names of its folders" : `did you mean ${close}?`}`,
    );
  }
  const chosen = stack.workflows.filter((workflow) => workflow.id === id);
  return {
    stack: { ...stack, workflows: chosen },
    workflow: chosen[0],
    problems: problems.filter(({ file }) => workflowIdAt(file) === id),
  };
}

/** Compares first with workflows of the same project, then with all. */
function nearestWorkflow(id: string, ids: readonly string[]): string | undefined {
  const project = id.slice(0, id.indexOf("/") + 1);
  const siblings = ids.filter((known) => project !== "" && known.startsWith(project));
  return nearest(id, siblings) ?? nearest(id, ids);
}

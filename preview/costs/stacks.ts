import { ENVIRONMENTS } from "../../platform/config/check";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import type { StackConfig } from "../../platform/config/stack.generated";
import { formatProblem } from "../../diagnostics/problem";
import { UsageError } from "../../diagnostics/usage-error";
import { type Preview, previewEnvironment } from "../run";

/** Data from which the costs of a stack follow. */
export interface StackCosts {
  readonly stack: string;
  /** Resources of the program without any workflow. */
  readonly registrations: Preview["registrations"];
  readonly config: StackConfig;
}

/**
 * Every stack of the repository without its workflows, one after the other: a process has only one Pulumi runtime.
 *
 * @throws UsageError if a stack's file has a problem, because a page about a wrong stack would mislead.
 */
export async function stackCosts(root: string): Promise<StackCosts[]> {
  const stacks: StackCosts[] = [];
  for (const stack of ENVIRONMENTS) {
    const { config, runtimeConfig, problems } = readEnvironmentFile(stack, {}, root);
    if (config === undefined) {
      throw new UsageError(
        `the page of costs needs stack files without errors:\n${problems.map(formatProblem).join("\n")}`,
      );
    }
    const { registrations } = await previewEnvironment({ environment: stack, config, runtimeConfig, workflows: [] });
    stacks.push({ stack, registrations, config });
  }
  return stacks;
}

import { ENVIRONMENTS } from "../../platform/config/check";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import type { StackConfig } from "../../platform/config/stack.generated";
import { formatProblem } from "../../diagnostics/problem";
import { UsageError } from "../../diagnostics/usage-error";
import { type Preview, previewEnvironment } from "../run";

/** What the costs of a stack follow from. */
export interface StackCosts {
  readonly stack: string;
  /** What the program registers without any workflow. */
  readonly registrations: Preview["registrations"];
  readonly config: StackConfig;
}

/**
 * Every stack of the repository without its workflows, one after the other: Pulumi's runtime is one for the process.
 *
 * @throws UsageError where a stack's file has a problem, because a page of a wrong stack helps nobody.
 */
export async function stackCosts(root: string): Promise<StackCosts[]> {
  const stacks: StackCosts[] = [];
  for (const stack of ENVIRONMENTS) {
    const { config, runtimeConfig, problems } = readEnvironmentFile(stack, {}, root);
    if (config === undefined) {
      throw new UsageError(`the page of costs needs sound stack files:\n${problems.map(formatProblem).join("\n")}`);
    }
    const { registrations } = await previewEnvironment({ environment: stack, config, runtimeConfig, workflows: [] });
    stacks.push({ stack, registrations, config });
  }
  return stacks;
}

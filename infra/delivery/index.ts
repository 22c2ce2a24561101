import * as pulumi from "@pulumi/pulumi";

import { formatProblem } from "../../diagnostics/problem";
import { currentEnvironment, type Stack } from "../shared/stack-config";
import { createProviders } from "../shared/providers";
import { stackTags } from "../../platform/tags";
import { Delivery } from "./delivery";
import { readEnvironmentFile } from "../../platform/config/environment-file";

/**
 * The roles of one environment's delivery, a program of its own: an administrator runs it, and its state is where the roles
 * themselves cannot write. Its configuration is the environment's own stack file.
 *
 * Pulumi calls it without arguments; the offline preview with what it has read already.
 */
function program(stack: Stack = readEnvironment()): Record<string, unknown> {
  const { environment, config } = stack;
  const tags = stackTags(environment, config.tags);
  const providers = createProviders(config.accounts, tags);
  const { roleArns } = new Delivery("delivery", { environment, config, providers, tags });
  return { planRoleArn: roleArns.plan, applyRoleArn: roleArns.apply };
}

/**
 * Reads `Pulumi.<stack>.yaml` of the repository's root, whose `delivery` the environment's own program reads too.
 *
 * @throws pulumi.RunError with every problem, before any resource is registered.
 */
function readEnvironment(): Stack {
  const environment = currentEnvironment();
  const { config, problems } = readEnvironmentFile(environment);
  if (config === undefined) {
    throw new pulumi.RunError(problems.map((problem) => formatProblem(problem)).join("\n"));
  }
  return { environment, config };
}

// As in infra/index.ts: Pulumi calls only what is exported as a whole.
export = program;

import * as pulumi from "@pulumi/pulumi";

import { formatProblem, type Problem } from "../../diagnostics/problem";
import { currentEnvironment, severityOfExamples, type Stack } from "../shared/stack-config";
import { createProviders } from "../shared/providers";
import { stackTags } from "../../platform/tags";
import { Delivery } from "./delivery";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import { readSiblings } from "../../platform/config/siblings";
import { claimedTwice } from "../../platform/delivery/own-data";
import { type OtherEnvironment, readOtherEnvironments } from "../../platform/delivery/other-environments";

/**
 * Makes the roles that deploy one environment. It is a program of its own: an administrator runs it, and the roles cannot write its
 * state. It reads the stack files of all environments, this one's for its configuration.
 *
 * Pulumi calls it without arguments; the offline preview passes the stack that it has read.
 */
function program(stack: Stack = readEnvironment()): Record<string, unknown> {
  const { environment, config } = stack;
  const others = readOthers(stack);
  const tags = stackTags(environment, config.tags);
  const providers = createProviders(config.accounts, tags);
  const { roleArns } = new Delivery("delivery", { environment, config, others, providers, tags });
  return { planRoleArn: roleArns.plan, applyRoleArn: roleArns.apply };
}

/**
 * Reads the environment's stack file in the repository's root.
 *
 * @throws pulumi.RunError with every problem, before the program registers a resource
 */
function readEnvironment(): Stack {
  const environment = currentEnvironment();
  const { config, problems } = readEnvironmentFile(environment, {
    examples: severityOfExamples(),
    siblings: readSiblings(environment),
  });
  if (config === undefined) {
    throw failure(problems);
  }
  return { environment, config };
}

/**
 * Reads the stack files of the other environments.
 *
 * @throws pulumi.RunError with every error in them, or with all data that two environments claim
 */
function readOthers(stack: Stack): readonly OtherEnvironment[] {
  const { others, problems } = readOtherEnvironments(stack.environment);
  if (problems.length > 0) {
    throw failure(problems);
  }
  const claims = claimedTwice(stack, others);
  if (claims.length > 0) {
    throw new pulumi.RunError(claims.join("\n"));
  }
  return others;
}

function failure(problems: readonly Problem[]): pulumi.RunError {
  return new pulumi.RunError(problems.map((problem) => formatProblem(problem)).join("\n"));
}

// As in infra/index.ts: Pulumi calls only what is exported as a whole.
export = program;

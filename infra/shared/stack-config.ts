import * as pulumi from "@pulumi/pulumi";

import type { Finding, Severity } from "../../diagnostics/problem";
import { name } from "../../diagnostics/schema-findings";
import { ENVIRONMENTS, PROJECT, readStackConfig } from "../../platform/config/check";
import { referenceLine } from "../../platform/config/reference-page";
import { readSiblings } from "../../platform/config/siblings";
import { readLastDeployment } from "./last-deployment";
import type { StackConfig } from "../../platform/config/stack.generated";

/** The stack to deploy. */
export interface Stack {
  /** Name of the stack, which is the environment's. */
  readonly environment: string;
  readonly config: StackConfig;
}

/**
 * The environment of the current stack.
 *
 * @throws pulumi.RunError if no environment has the stack's name.
 */
export function currentEnvironment(): string {
  const environment = pulumi.getStack();
  if (!ENVIRONMENTS.some((known) => known === environment)) {
    throw new pulumi.RunError(
      `there is no environment ${environment}; select one of the stacks ${ENVIRONMENTS.join(", ")}`,
    );
  }
  return environment;
}

/**
 * Reads the configuration of the current stack, and checks it, also against the last deployment. Nothing else reads
 * `pulumi.Config`.
 *
 * @throws pulumi.RunError with every problem, each with its configuration key, before the program registers a resource.
 */
export async function readStack(): Promise<Stack> {
  const environment = currentEnvironment();
  const values = new pulumi.Config(PROJECT);
  const prefix = `${PROJECT}:`;
  const keys = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  const data = Object.fromEntries(keys.map((key) => [key, values.requireObject<unknown>(key)]));
  const context = {
    deployed: await readLastDeployment(),
    today: new Date().toISOString().slice(0, 10),
    examples: severityOfExamples(),
    siblings: readSiblings(environment),
  };
  const { config, findings } = readStackConfig(environment, data, context);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const lines = [...errors.map(withKey), ...[referenceLine(errors) ?? []].flat()].map((line) => `  ${line}`);
    throw new pulumi.RunError(`Pulumi.${environment}.yaml has ${errors.length} problem(s):\n${lines.join("\n")}`);
  }
  for (const { message } of findings) {
    void pulumi.log.warn(`Pulumi.${environment}.yaml: ${message}`);
  }
  return { environment, config };
}

/** A shipped example is an error in a deployment, and a warning in a preview of one. */
export function severityOfExamples(): Severity {
  return pulumi.runtime.isDryRun() ? "warning" : "error";
}

/** The message of a finding after its configuration key, unless it begins with that key. */
function withKey({ path, message }: Finding): string {
  const key = name(path);
  return message.startsWith(key) ? message : `${key}: ${message}`;
}

import * as pulumi from "@pulumi/pulumi";

import program from "../../infra/index";
import type { Inputs } from "../../infra/inputs";
import { ENVIRONMENTS } from "../../platform/config/check";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import type { StackConfig } from "../../platform/config/stack.generated";
import type { PolicyStatement } from "../../platform/iam/policy-document";
import { type OfflineRun, runOffline } from "../../preview/offline/run";
import { remembered } from "./remembered";

/** The stacks of the repository. */
export const STACKS = ENVIRONMENTS;

/** A stack's configuration as JSON. To read and check a stack file takes 100 ms. */
const configText = remembered((stack: string): string => {
  const { config, problems } = readEnvironmentFile(stack);
  if (config === undefined) {
    throw new Error(`Pulumi.${stack}.yaml: ${problems.map(({ message }) => message).join("; ")}`);
  }
  return JSON.stringify(config);
});

/** A stack's configuration, a fresh copy for each caller. */
export function stackConfig(stack: (typeof STACKS)[number]): StackConfig {
  return JSON.parse(configText(stack)) as StackConfig;
}

/** One resource that a program registered, with its options. */
export type Recorded = OfflineRun["registrations"][number];

/** The registered resources, with ways to find them. */
export class Recording {
  constructor(readonly all: readonly Recorded[]) {}

  /** All resources of a type, such as `aws:ec2/eip:Eip`. */
  ofType(type: string): Recorded[] {
    return this.all.filter((resource) => resource.type === type);
  }

  /** The one resource of a type and name. */
  one(type: string, name: string): Recorded {
    const found = this.ofType(type).filter((resource) => resource.name === name);
    const [first] = found;
    if (first === undefined || found.length > 1) {
      const names = this.ofType(type).map((resource) => resource.name);
      throw new Error(`${found.length} resources ${type} ${name}; of that type there are: ${names.join(", ")}`);
    }
    return first;
  }

  /** Names of the resources of a type that a resource depends on, directly. */
  dependencies(resource: Recorded, type: string): string[] {
    return this.ofType(type)
      .filter(({ urn }) => resource.dependsOn.includes(urn))
      .map(({ name }) => name);
  }

  /** Whether a resource depends on another, directly or through others or their parents. */
  dependsOn(resource: Recorded, other: Recorded): boolean {
    const seen = new Set<string>();
    const visit = (urn: string): boolean => {
      if (urn === other.urn) {
        return true;
      }
      if (seen.has(urn)) {
        return false;
      }
      seen.add(urn);
      return this.all.some((candidate) => candidate.urn === urn && candidate.dependsOn.some(visit));
    };
    return resource.dependsOn.some(visit);
  }

  /** Name of a resource's explicit provider. */
  provider(resource: Recorded): string | undefined {
    return resource.provider?.split("::").at(-1);
  }
}

/** Registers resources on the SDK's mock runtime and returns them. `invokes` answers look-ups by token. */
export async function runOnMocks(
  build: () => unknown,
  invokes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): Promise<Recording> {
  const program = async (): Promise<object> => {
    await build();
    return {};
  };
  const { registrations } = await runOffline(program, {
    project: "analytical-platform-airflow",
    stack: "tests",
    invokes,
  });
  return new Recording(registrations);
}

/** A stack's configuration with one node group of each kind, for tests that do not depend on their number. */
export function smallStackConfig(stack: (typeof STACKS)[number]): StackConfig {
  const config = stackConfig(stack);
  const nodeGroups = Object.entries(config.cluster.nodeGroups).filter(
    ([name, { fleet }]) => fleet === undefined || name.endsWith("-xlarge"),
  );
  return { ...config, cluster: { ...config.cluster, nodeGroups: Object.fromEntries(nodeGroups) } };
}

/** The smallest shared Python package that the program accepts. */
const SHARED_PACKAGE: Inputs["sharedPackage"] = [
  { path: ".airflowignore", text: "analytical_platform_airflow\n" },
  { path: "analytical_platform_airflow/__init__.py", text: "" },
];

/** Runs the program of an environment with these workflows, by default none. */
export async function buildProgram(
  environment: string,
  config: StackConfig,
  workflows: Inputs["workflows"] = [],
): Promise<void> {
  await program({ stack: { environment, config }, workflows, sharedPackage: SHARED_PACKAGE });
}

/** Runs `build` and returns its calls of `pulumi.log.warn`. */
export async function warningsOf(build: () => Promise<unknown>): Promise<string[]> {
  const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  try {
    await build();
    return warn.mock.calls.map(([message]) => message);
  } finally {
    warn.mockRestore();
  }
}

/** The statements of a resource's policy, or of its trust policy. The program names each. */
export function statements(
  resource: Recorded,
  input: "policy" | "assumeRolePolicy" = "policy",
): (PolicyStatement & { readonly Sid: string })[] {
  const text = resource.inputs[input];
  if (typeof text !== "string") {
    throw new Error(`${resource.name} has no ${input}`);
  }
  return (JSON.parse(text) as { Statement: ReturnType<typeof statements> }).Statement;
}

/** One value or several, as a list. */
export function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** An input that is text. */
export function text(resource: Recorded, input: string): string {
  const value = resource.inputs[input];
  if (typeof value !== "string") {
    throw new Error(`${input} of ${resource.name} is not text`);
  }
  return value;
}

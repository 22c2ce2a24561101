import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

import { answerInvoke, answerResource } from "./answers";
import { readRegistration, type Registration, type RegistrationOptions } from "./registration";

/** The resources and outputs of a run of the program. */
export interface OfflineRun {
  readonly registrations: readonly (Registration & RegistrationOptions)[];
  /** Stack outputs; secrets are `[secret]`. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Options of an offline run. */
export interface OfflineOptions {
  readonly project: string;
  readonly stack: string;
  /** Answers to invokes by token, instead of the default ones. */
  readonly invokes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Called after each registration. */
  readonly onRegistration?: (count: number) => void;
}

/** The parts of the SDK's mock monitor that a run replaces, to see the whole of each request. */
interface MockMonitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response: unknown) => void,
  ): Promise<void>;
  registerResourceHook(request: unknown, callback: (error: unknown, response: unknown) => void): void;
}

/**
 * Runs a program on the Pulumi SDK's mock runtime, as its language host would: inside a stack resource, with its exports as
 * outputs. It needs no CLI, no plugin, no account and no network.
 */
export async function runOffline(program: () => unknown, options: OfflineOptions): Promise<OfflineRun> {
  const registrations: (Registration & RegistrationOptions)[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => answerResource(args),
      call: (args) => answerInvoke(args, options.invokes ?? {}),
    },
    options.project,
    options.stack,
    false,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  monitor.newUrn = (parent, type, name) =>
    `urn:pulumi:${options.stack}::${options.project}::${qualifiedType(parent, type)}::${name}`;
  // The mock runtime has no answer to this call. Only updates and previews of an engine run hooks.
  monitor.registerResourceHook = (_request, callback) => {
    callback(null, undefined);
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    registrations.push(readRegistration(request, (parent, type, name) => monitor.newUrn(parent, type, name)));
    options.onRegistration?.(registrations.length);
    return register(request, callback);
  };
  return await withoutStackTraces(async () => {
    const outputs = (await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()))) as
      Record<string, unknown> | undefined;
    await pulumi.runtime.disconnect();
    return { registrations, outputs: outputs ?? {} };
  });
}

/**
 * Turns stack traces off. The SDK keeps one for each of its promises, to name those that never end, and one for each resource.
 * To resolve them to TypeScript takes most of a large run's time. Set PREVIEW_STACK_TRACES to keep them.
 */
async function withoutStackTraces<T>(run: () => Promise<T>): Promise<T> {
  if (process.env["PREVIEW_STACK_TRACES"] !== undefined) {
    return await run();
  }
  const before = { ...Error };
  Error.stackTraceLimit = 0;
  // The SDK itself lifts the limit for the traces of resources, and parses each frame.
  Error.prepareStackTrace = String;
  try {
    return await run();
  } finally {
    Object.assign(Error, { prepareStackTrace: undefined }, before);
  }
}

/** The chain of types from the outermost component, as the engine writes it, without the stack itself. */
function qualifiedType(parent: string, type: string): string {
  const parentType = parent.split("::")[2];
  return parentType === undefined || parentType === "pulumi:pulumi:Stack" ? type : `${parentType}$${type}`;
}

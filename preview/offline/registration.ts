import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One resource as the program registered it; the engine of a real `pulumi up` would get the same. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; `null` for the stack itself. */
  readonly parent: string | null;
  /** URNs of all dependencies, explicit ones and those through inputs; sorted. */
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  /** URN of the explicit provider; `null` for components, providers, and Pulumi's own resources. */
  readonly provider: string | null;
  /** Whether it stays in its account after the program drops it. */
  readonly retainOnDelete: boolean;
  /** Inputs whose later changes Pulumi ignores. */
  readonly ignoreChanges: readonly string[];
  /** Its former URNs, from its own registration, without those that children inherit. */
  readonly aliases: readonly string[];
  /** Inputs with secrets replaced by `[secret]` and files by their path. */
  readonly inputs: Readonly<Record<string, Json>>;
}

/** Options of a registration that tests read and `resources.json` leaves out. */
export interface RegistrationOptions {
  readonly deleteBeforeReplace: boolean;
}

/** Replaces a secret value. */
export const SECRET = "[secret]";

/** Pulumi's marks for special values on the wire (pulumi/pulumi sdk/nodejs/runtime/rpc.ts). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Builds a URN from parent, type and name. */
export type UrnOf = (parent: string, type: string, name: string) => string;

/** Reads a registration request. */
export function readRegistration(request: RegisterResourceRequest, urnOf: UrnOf): Registration & RegistrationOptions {
  const provider = request.getProvider();
  const inputs = (request.getObject()?.toJavaScript() ?? {}) as Record<string, Json>;
  return {
    urn: urnOf(request.getParent(), request.getType(), request.getName()),
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() === "" ? null : request.getParent(),
    dependsOn: [...new Set(request.getDependenciesList())].sort(),
    protect: request.getProtect() ?? false,
    provider: provider === "" ? null : provider.slice(0, provider.lastIndexOf("::")),
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    aliases: aliasesOf(request, urnOf),
    inputs: plain(inputs) as Record<string, Json>,
    deleteBeforeReplace: request.getDeletebeforereplace(),
  };
}

/** URNs of a request's aliases; a part that an alias leaves out is the current one. */
function aliasesOf(request: RegisterResourceRequest, urnOf: UrnOf): string[] {
  return request.getAliasesList().map((alias) => {
    const spec = alias.getSpec();
    if (spec === undefined) {
      return alias.getUrn();
    }
    const parent = spec.getNoparent() ? "" : spec.getParenturn() || request.getParent();
    return urnOf(parent, spec.getType() || request.getType(), spec.getName() || request.getName());
  });
}

/** A wire value without Pulumi's wrappers: keys in order, `[secret]` for secrets, URNs or IDs for resources. */
function plain(value: Json): Json {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (isList(value)) {
    return value.map(plain);
  }
  switch (value[SIGNATURE]) {
    case undefined:
      return Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, plain(value[key] ?? null)]),
      );
    case SECRET_SIGNATURE:
      return SECRET;
    case RESOURCE_SIGNATURE:
      return value["urn"] ?? null;
    default:
      return Object.fromEntries(
        Object.keys(value)
          .filter((key) => key !== SIGNATURE)
          .sort()
          .map((key) => [key, plain(value[key] ?? null)]),
      );
  }
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value if it is text, otherwise "". */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

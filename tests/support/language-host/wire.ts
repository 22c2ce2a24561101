import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { isMap } from "../../../diagnostics/is-map";

/** How Pulumi marks special values on the wire (pulumi/pulumi sdk/nodejs/runtime/rpc.ts). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What stands on the wire for a value that is not known before the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Properties as they travel between program and engine. */
export type Properties = Readonly<Record<string, unknown>>;

/** A reference to another resource, as a component's plugin answers with it. */
export function resourceReference(urn: string, id: string): Properties {
  return { [SIGNATURE]: RESOURCE_SIGNATURE, urn, id, packageVersion: "" };
}

/** Properties in the form of a message. */
export function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

/** Properties as a provider sees them: outputs and secrets by their value, unknown ones as {@link UNKNOWN}. */
export function plainProperties(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(value)]));
}

/** Whether a value that is not known before the deployment is anywhere in these properties. */
export function containsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(containsUnknown);
  }
  return isMap(value) ? Object.values(value).some(containsUnknown) : value === UNKNOWN;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (!isMap(value)) {
    return value;
  }
  switch (value[SIGNATURE]) {
    case SECRET_SIGNATURE:
      return plain(value["value"]);
    case OUTPUT_SIGNATURE:
      // An output without a value is one that is not known yet.
      return "value" in value ? plain(value["value"]) : UNKNOWN;
    default:
      return plainProperties(value);
  }
}

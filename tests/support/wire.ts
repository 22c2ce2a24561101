import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Pulumi's mark for a value that is unknown before the deployment (pulumi/pulumi sdk/nodejs/runtime/rpc.ts). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Properties in the messages between program and engine. */
export type Properties = Readonly<Record<string, unknown>>;

/** Properties in the form of a message. */
export function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

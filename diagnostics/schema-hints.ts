import type { AnySchemaObject, ErrorObject, SchemaObject } from "ajv/dist/2020";

import { suggestion } from "./suggestion";

/** The correction of a value: the same value in another spelling if the author clearly meant that, otherwise an example. */
export function hint({ data, params, parentSchema = {} }: ErrorObject): string {
  // Only errors of type say which types are allowed.
  const allowed = [(params["type"] ?? []) as string | string[]].flat();
  const wanted = respelt(data, allowed, parentSchema) ?? alternatives(data, allowed, parentSchema);
  return wanted === undefined ? "" : `; ${wanted}`;
}

const YES = /^(?:true|yes|on|y)$/i;
const NO = /^(?:false|no|off|n)$/i;

/** The right spelling of a value that only has the wrong type. */
function respelt(data: unknown, allowed: readonly string[], schema: AnySchemaObject): string | undefined {
  const takes = (type: string): boolean => allowed.includes(type);
  if (takes("string")) {
    if (data === null) {
      const nullsInPython = takes("boolean") ? `, or "None" if your code expects Python's word` : "";
      return `write "" for an empty text${nullsInPython}`;
    }
    if (typeof data !== "number" || (takes("number") && Number.isFinite(data))) {
      return undefined;
    }
    // A text that a schema allows beside a map has a syntax of its own, such as cron's.
    const isText = !takes("object") && new RegExp((schema["pattern"] ?? "") as string).test(String(data));
    return isText ? "put it in quotes" : undefined;
  }
  if (typeof data !== "string") {
    return undefined;
  }
  if (takes("array")) {
    return `write [${JSON.stringify(data)}]`;
  }
  if (takes("boolean") && (YES.test(data) || NO.test(data))) {
    return `write ${YES.test(data)}, without quotes`;
  }
  return takes("integer") && /^[0-9]+$/.test(data) ? `write ${data}, without quotes` : undefined;
}

function alternatives(data: unknown, allowed: readonly string[], schema: AnySchemaObject): string | undefined {
  const isType = allowed.length > 0;
  const offered = ((schema["enum"] ?? []) as unknown[]).filter((value) => value !== null);
  if (isType && offered.length > 0) {
    return suggestion(String(data), offered.map(String));
  }
  const items = ((schema["items"] ?? {}) as SchemaObject)["examples"] as unknown[] | undefined;
  const [example] = (schema["examples"] ?? (items === undefined ? [] : [items.slice(0, 1)])) as unknown[];
  if (example !== undefined) {
    return `write for example ${JSON.stringify(example)}`;
  }
  const keys = Object.keys((schema["properties"] ?? {}) as object);
  return isType && keys.length > 0 ? `its keys are ${keys.join(", ")}` : undefined;
}

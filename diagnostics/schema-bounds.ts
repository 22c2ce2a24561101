import type { ErrorObject } from "ajv/dist/2020";

import { plural } from "./plural";
import { shown } from "./shown";

/** A value and the bound that it breaks, in words. */
export function bounds({ keyword, params, data, message }: ErrorObject): string {
  const limit = Number(params["limit"]);
  switch (keyword) {
    case "minimum":
      return `is ${shown(data)}, but must be at least ${limit}`;
    case "maximum":
      return `is ${shown(data)}, but must be at most ${limit}`;
    case "minLength":
      return `is ${shown(data)}, but must have at least ${plural(limit, "character")}`;
    case "maxLength":
      return `has ${String(data).length} characters, but may have at most ${limit}`;
    case "minItems":
      return `must have at least ${plural(limit, "item")}`;
    case "minProperties":
      return `must have at least ${plural(limit, "key")}`;
    case "maxProperties":
      return `has the keys ${Object.keys(data as object).join(", ")}, but may have at most ${plural(limit, "key")}`;
    default:
      return `${message ?? "is not allowed"}, not ${shown(data)}`;
  }
}

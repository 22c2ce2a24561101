import { isDeepStrictEqual } from "node:util";

import type { Properties } from "../../support/wire";
import { replacingInputs } from "../../../platform/resource-types/resource-types";

/** Inputs that name a resource where it exists. */
const NAMES = ["name", "bucket", "key"];

/** Inputs among the changed ones that only a new resource can have. */
export function replacesOf(type: string, olds: Properties, news: Properties, changed: readonly string[]): string[] {
  if (type.startsWith("kubernetes:")) {
    return changed.filter((key) => key === "metadata" && !isDeepStrictEqual(identity(olds), identity(news)));
  }
  const forcing = replacingInputs(type)?.always ?? NAMES;
  const within = (properties: Properties, path: string): unknown =>
    path.split(".").reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], properties);
  return changed.filter((key) =>
    forcing.some((path) => path.split(".")[0] === key && !isDeepStrictEqual(within(olds, path), within(news, path))),
  );
}

/** Name and namespace, which identify an object of a cluster. */
function identity(inputs: Properties): unknown {
  const { name, namespace } = (inputs["metadata"] ?? {}) as Properties;
  return { name, namespace };
}

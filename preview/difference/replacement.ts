import { replacingInputs, replacingInputsOfEveryType } from "../../platform/resource-types/resource-types";
import type { Replacement } from "./model";

/**
 * Whether a change of this input creates a new resource. It is `unknown` for types that the table does not know, and for inputs
 * that force a replacement only in some cases. `pulumi preview` asks the provider.
 */
export function replacementBy(type: string, path: string): Replacement {
  const entry = replacingInputs(type);
  if ((entry?.always ?? replacingInputsOfEveryType(type)).some((one) => isWithin(path, one))) {
    return "yes";
  }
  if (entry === undefined || entry.partial === true || entry.sometimes?.some((one) => isWithin(path, one)) === true) {
    return isHarmless(type, path) ? "no" : "unknown";
  }
  return "no";
}

/** The effect of all changes of a resource together. */
export function together(replacements: readonly Replacement[]): Replacement {
  return replacements.includes("yes") ? "yes" : replacements.includes("unknown") ? "unknown" : "no";
}

/** Tags of AWS resources, and labels and annotations of Kubernetes objects, are changed in place. */
function isHarmless(type: string, path: string): boolean {
  const paths = type.startsWith("aws:") ? ["tags"] : ["metadata.labels", "metadata.annotations"];
  return paths.some((one) => isWithin(path, one));
}

/** Whether a path equals another or is below it; positions in lists do not count. */
function isWithin(path: string, ancestor: string): boolean {
  const plain = path.replaceAll(/\[\d+\]/g, "");
  return plain === ancestor || plain.startsWith(`${ancestor}.`) || plain.startsWith(`${ancestor}[`);
}

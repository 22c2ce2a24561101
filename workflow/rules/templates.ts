import type { Finding } from "../../diagnostics/problem";
import { templatedValues } from "../templated-values";
import { scopeAt, templateScope } from "../templates/scope";
import { readValue } from "../templates/template";
import { error, type Rule, warning } from "./rule";

/** Templates contain only facts of the run, parameters and dates. No program evaluates the text of a manifest. */
export const templatesAreKnown: Rule = (manifest, { environment }) => {
  const scope = templateScope(manifest, environment);
  return templatedValues(manifest).flatMap(({ path, value }): Finding[] => {
    if (typeof value !== "string") {
      return [];
    }
    const { faults, warnings } = readValue(value, scopeAt(scope, path));
    return [
      ...faults.map(({ code, at, message }) => ({ ...error(code, path, message), index: at })),
      ...warnings.map(({ code, at, message }) => ({ ...warning(code, path, message), index: at })),
    ];
  });
};

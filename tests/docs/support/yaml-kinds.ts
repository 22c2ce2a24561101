import { parse } from "yaml";

import { PROJECT } from "../../../platform/config/check";
import manifestSchema from "../../../manifests/workflow.schema.json";
import policySchema from "../../../policies/gatekeeper/policy.schema.json";
import { type Fence, fileOf } from "./pages";

/** The kinds of YAML blocks in pages: a whole file, or some of its keys. */
export type YamlKind = "manifest" | "stack file" | "policy" | "file of a policy's tests" | "choices";

/** The kind of a block, from its keys and the file that it is said to be, or `undefined` for an unknown kind. */
export function kindOf(fence: Fence): YamlKind | undefined {
  const keys = Object.keys(parse(fence.text) as object);
  const all = (test: (key: string) => boolean): boolean => keys.every(test);
  if (all((key) => key in manifestSchema.properties)) {
    return "manifest";
  }
  if (all((key) => key.startsWith(`${PROJECT}:`))) {
    return "stack file";
  }
  if (all((key) => key in policySchema.properties)) {
    return "policy";
  }
  if (fileOf(fence)?.endsWith("/choices.yml") === true) {
    return "choices";
  }
  return /^policies\/gatekeeper\/.*\/(suite\.yaml|samples\/[^/]+)$/.test(fileOf(fence) ?? "")
    ? "file of a policy's tests"
    : undefined;
}

/** The keys of a stack file that a block shows, or `undefined` where it is something else. */
export function stackFragment(fence: Fence): Record<string, unknown> | undefined {
  return fence.language === "yaml" && kindOf(fence) === "stack file"
    ? (parse(fence.text) as Record<string, unknown>)
    : undefined;
}

/** The value with another laid over it, map by map. */
export function overlaid(value: unknown, over: unknown): unknown {
  if (!isRecord(value) || !isRecord(over)) {
    return over;
  }
  return Object.entries(over).reduce<Record<string, unknown>>(
    (result, [key, item]) => ({ ...result, [key]: overlaid(result[key], item) }),
    value,
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { Registration } from "../offline/registration";
import { matchResources, type Pair } from "./match";
import type { PropertyChange, ResourceChange } from "./model";
import { compareInputs } from "./properties";
import { replacementBy, together } from "./replacement";
import { same } from "./values";

/** Resources that differ, and the number of those that do not, without components, which have no counterpart in an account. */
export interface ResourceComparison {
  readonly changes: readonly ResourceChange[];
  readonly unchanged: number;
}

/** Compares the resources of two runs. */
export function compareResources(before: readonly Registration[], after: readonly Registration[]): ResourceComparison {
  const dependents = countDependents(after);
  const compared = matchResources(before, after)
    .filter((pair) => !isComponent(pair))
    .map((pair) => compare(pair, dependents));
  const changes = compared.filter((change) => change !== undefined);
  return { changes, unchanged: compared.length - changes.length };
}

function isComponent({ before, after }: Pair): boolean {
  const type = (after ?? before)?.type ?? "";
  return type.startsWith("analytical-platform:") || type === "pulumi:pulumi:Stack";
}

function compare({ before, after }: Pair, dependents: (urn: string) => number): ResourceChange | undefined {
  const resource = after ?? before;
  if (resource === undefined) {
    return undefined;
  }
  const { urn, type, name, protect, retainOnDelete, inputs } = resource;
  const shared = { urn, type, name, inputs };
  if (before === undefined || after === undefined) {
    return {
      ...shared,
      action: before === undefined ? "add" : "delete",
      replacement: "no",
      properties: [],
      protect,
      retainOnDelete,
      dependents: 0,
    };
  }
  const properties = changesOf(before, after);
  if (properties.length === 0 && before.urn === after.urn) {
    return undefined;
  }
  const replacement = together(properties.map(({ replaces }) => replaces));
  return {
    ...shared,
    action: replacement === "yes" ? "replace" : "change",
    ...(before.urn === after.urn ? {} : { renamedFrom: before.urn }),
    replacement,
    properties,
    // The engine deletes resources by the state, which has the inputs of the base.
    protect: before.protect,
    retainOnDelete: before.retainOnDelete,
    dependents: replacement === "yes" ? dependents(after.urn) : 0,
  };
}

/** Differing inputs, and differing options of Pulumi in the same form. */
function changesOf(before: Registration, after: Registration): PropertyChange[] {
  const inputs = compareInputs(before.inputs, after.inputs, after.ignoreChanges).map((change) => ({
    ...change,
    replaces: replacementBy(after.type, change.path),
  }));
  const options = OPTIONS.filter(({ key }) => !same(before[key], after[key])).map(({ key, replaces }) => ({
    path: `option ${key}`,
    before: before[key],
    after: after[key],
    replaces,
  }));
  return [...inputs, ...options];
}

const OPTIONS = [
  { key: "protect", replaces: "no" },
  { key: "retainOnDelete", replaces: "no" },
  // A change of account or region replaces the resource; a change of the role to assume does not.
  { key: "provider", replaces: "unknown" },
] as const;

/** Counts the resources that depend on a resource, directly or through others. */
function countDependents(resources: readonly Registration[]): (urn: string) => number {
  const direct = new Map<string, string[]>();
  for (const { urn, dependsOn } of resources) {
    for (const dependency of dependsOn) {
      direct.set(dependency, [...(direct.get(dependency) ?? []), urn]);
    }
  }
  return (urn) => {
    const seen = new Set<string>();
    const pending = [urn];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const dependent of direct.get(next) ?? []) {
        if (!seen.has(dependent)) {
          seen.add(dependent);
          pending.push(dependent);
        }
      }
    }
    return seen.size;
  };
}

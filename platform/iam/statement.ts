import type { PolicyStatement } from "./policy-document";

/** Condition block: operator, condition key, list of values of which one must match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The condition block that is met if all the given blocks are met. If two name the same operator and key, the last one wins. */
export function allOf(...conditions: readonly Conditions[]): Conditions {
  const merged: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of conditions.flatMap((condition) => Object.entries(condition))) {
    merged[operator] = { ...merged[operator], ...keys };
  }
  return merged;
}

/** A statement of a policy that is attached to a role. */
export interface IdentityStatement extends PolicyStatement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

function statement(
  Effect: IdentityStatement["Effect"],
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: Conditions,
): IdentityStatement {
  return { Effect, Action, Resource, ...(Condition && { Condition }) };
}

/** A statement that allows these actions on these resources. */
export function allow(
  actions: readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): IdentityStatement {
  return statement("Allow", actions, resources, condition);
}

/** A statement that denies these actions on these resources, whatever allows them. */
export function deny(
  actions: readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): IdentityStatement {
  return statement("Deny", actions, resources, condition);
}

/** The names of one service's actions, with the service's prefix. */
export function actionsOf(service: string, names: readonly string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}

import { compareTexts, coverageOf, sortedUnique, withoutCovered } from "./patterns";
import type { Conditions, IdentityStatement } from "./statement";

/** Operators for which a list of values means "one of", so that two grants of the same actions can join their lists. */
const JOINABLE = new Set(["StringEquals", "StringLike"]);

/** Joins grants that differ only in the values of their only condition key: each action on each resource once, with all values. */
export function mergeConditionValues(statements: readonly IdentityStatement[]): IdentityStatement[] {
  const unchanged: IdentityStatement[] = [];
  const joined = new Map<string, { statement: IdentityStatement; operator: string; key: string; values: string[] }>();
  for (const statement of statements) {
    const only = onlyCondition(statement.Condition);
    if (only === undefined || !JOINABLE.has(only.operator)) {
      unchanged.push(statement);
      continue;
    }
    for (const Action of statement.Action) {
      for (const Resource of statement.Resource) {
        const id = JSON.stringify([only.operator, only.key, Action, Resource]);
        const entry = joined.get(id) ?? {
          statement: { ...statement, Action: [Action], Resource: [Resource] },
          ...only,
          values: [],
        };
        entry.values.push(...only.values);
        joined.set(id, entry);
      }
    }
  }
  const merged = [...joined.values()].map(({ statement, operator, key, values }) => ({
    ...statement,
    Condition: { [operator]: { [key]: operator === "StringLike" ? withoutCovered(values) : sortedUnique(values) } },
  }));
  return [...unchanged, ...merged];
}

function onlyCondition(
  conditions: Conditions | undefined,
): { operator: string; key: string; values: readonly string[] } | undefined {
  const all = Object.entries(conditions ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  return all.length === 1 ? all[0] : undefined;
}

/** Statements with equal conditions. */
export interface ConditionClass {
  readonly condition: Conditions | undefined;
  readonly statements: readonly IdentityStatement[];
}

/** Statements by equal conditions; those without conditions come first. */
export function byCondition(statements: readonly IdentityStatement[]): ConditionClass[] {
  const classes = new Map<string, { condition: Conditions | undefined; statements: IdentityStatement[] }>([
    ["", { condition: undefined, statements: [] }],
  ]);
  for (const statement of statements) {
    const condition = statement.Condition && inOrder(statement.Condition);
    const id = condition === undefined ? "" : JSON.stringify(condition);
    const entry = classes.get(id) ?? { condition, statements: [] };
    entry.statements.push(statement);
    classes.set(id, entry);
  }
  return [...classes.values()];
}

function inOrder(conditions: Conditions): Conditions {
  const ordered = <T>(record: Readonly<Record<string, T>>) =>
    Object.entries(record).sort(([left], [right]) => compareTexts(left, right));
  return Object.fromEntries(
    ordered(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(ordered(keys).map(([key, values]) => [key, sortedUnique(values)])),
    ]),
  );
}

/** Removes from statements with a condition the rights that a statement without conditions already allows (or denies). */
export function dropImplied([unconditional, ...conditional]: ConditionClass[]): ConditionClass[] {
  if (unconditional === undefined) {
    return [];
  }
  const narrowed = new Set(conditional.flatMap(({ statements }) => statements.flatMap(({ Action }) => Action)));
  const resources = new Map<string, string[]>();
  for (const { Action, Resource } of unconditional.statements) {
    for (const action of Action.filter((name) => narrowed.has(name))) {
      resources.set(action, [...(resources.get(action) ?? []), ...Resource]);
    }
  }
  const implied = new Map(
    [...resources].map(([action, list]) => [action, { exact: new Set(list), covers: coverageOf(list) }]),
  );
  const isImplied = (action: string, resource: string) => {
    const found = implied.get(action);
    return found !== undefined && (found.exact.has(resource) || found.covers(resource));
  };
  const rest = conditional.map(({ condition, statements }) => ({
    condition,
    statements: statements.flatMap((statement) =>
      statement.Action.map((action) => ({
        ...statement,
        Action: [action],
        Resource: statement.Resource.filter((resource) => !isImplied(action, resource)),
      })),
    ),
  }));
  return [unconditional, ...rest];
}

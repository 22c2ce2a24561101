import { compareTexts, coverageOf, sortedUnique, withoutCovered } from "./patterns";
import type { Conditions, IdentityStatement } from "./statement";

type Effect = IdentityStatement["Effect"];

/**
 * The same permissions in as few statements as merging gives, in one order whatever the order that they came in:
 * no action, resource or condition value twice, none that a wider one covers.
 */
export function mergeStatements(statements: readonly IdentityStatement[]): IdentityStatement[] {
  return (["Allow", "Deny"] as const).flatMap((effect) => {
    const own = statements.filter((statement) => statement.Effect === effect);
    return dropImplied(byCondition(mergeConditionValues(own)))
      .flatMap(({ condition, statements: same }) => fewest(effect, same, condition))
      .map((statement) => ({ statement, text: JSON.stringify(statement) }))
      .sort((left, right) => compareTexts(left.text, right.text))
      .map(({ statement }) => statement);
  });
}

/** Operators for which a list of values means "one of", so that two grants of one thing join their lists. */
const JOINABLE = new Set(["StringEquals", "StringLike"]);

/** Of grants that differ in the values of their only condition key: one grant of each action on each resource, with all values. */
function mergeConditionValues(statements: readonly IdentityStatement[]): IdentityStatement[] {
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

interface Class {
  readonly condition: Conditions | undefined;
  readonly statements: readonly IdentityStatement[];
}

/** Statements by equal conditions, those without any first. */
function byCondition(statements: readonly IdentityStatement[]): Class[] {
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

/** Takes from statements with a condition what one without any gives (or denies) already. */
function dropImplied([unconditional, ...conditional]: Class[]): Class[] {
  if (unconditional === undefined) {
    return [];
  }
  const resources = new Map<string, string[]>();
  for (const { Action, Resource } of unconditional.statements) {
    Action.forEach((action) => resources.set(action, [...(resources.get(action) ?? []), ...Resource]));
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

/**
 * Grants of one effect and condition. Those that share resources are put once by resource (each resource once, with all its
 * actions) and once by action: whichever takes fewer statements, then fewer characters.
 */
function fewest(
  effect: Effect,
  statements: readonly IdentityStatement[],
  condition: Conditions | undefined,
): IdentityStatement[] {
  const build = ({ actions, resources }: Grant): IdentityStatement => ({
    Effect: effect,
    Action: sortedUnique(actions),
    Resource: sortedUnique(resources),
    ...(condition && { Condition: condition }),
  });
  return connected(grantsByAction(statements)).flatMap((grants) => {
    const byAction = grants.map(build);
    if (byAction.length === 1) {
      return byAction;
    }
    const byResource = regroup(grants).map(build);
    const difference = byResource.length - byAction.length || textLength(byResource) - textLength(byAction);
    return difference < 0 ? byResource : byAction;
  });
}

function textLength(statements: readonly IdentityStatement[]): number {
  return JSON.stringify(statements).length;
}

/** Grants that share resources, directly or through others, together. */
function connected(grants: readonly Grant[]): Grant[][] {
  const groupOf = new Map<string, { grants: Grant[]; resources: Set<string> }>();
  for (const grant of grants) {
    const group = { grants: [grant], resources: new Set(grant.resources) };
    for (const other of new Set(grant.resources.map((resource) => groupOf.get(resource)))) {
      group.grants.push(...(other?.grants ?? []));
      other?.resources.forEach((resource) => group.resources.add(resource));
    }
    group.resources.forEach((resource) => groupOf.set(resource, group));
  }
  return [...new Set(groupOf.values())].map((group) => group.grants);
}

interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Actions by equal sets of resources, without resources that another covers. */
function grantsByAction(statements: readonly IdentityStatement[]): Grant[] {
  const given = new Map<string, Set<number>>();
  statements.forEach(({ Action }, index) => {
    Action.forEach((action) => given.set(action, (given.get(action) ?? new Set()).add(index)));
  });
  // Actions of the same statements have the same resources: thousands of paths are gone through once, not once an action.
  const byStatements = new Map<string, { actions: string[]; indices: ReadonlySet<number> }>();
  for (const [action, indices] of given) {
    const id = [...indices].join();
    const entry = byStatements.get(id) ?? { actions: [], indices };
    entry.actions.push(action);
    byStatements.set(id, entry);
  }
  const byResources = new Map<string, { actions: string[]; resources: string[] }>();
  for (const { actions, indices } of byStatements.values()) {
    const resources = withoutCovered([...indices].flatMap((index) => statements[index]?.Resource ?? []));
    const id = JSON.stringify(resources);
    const entry = byResources.get(id) ?? { actions: [], resources };
    entry.actions.push(...actions);
    byResources.set(id, entry);
  }
  return [...byResources.values()].filter(({ resources }) => resources.length > 0);
}

/** The same grants, with resources by equal sets of actions. */
function regroup(grants: readonly Grant[]): Grant[] {
  const holders = new Map<string, number[]>();
  grants.forEach(({ resources }, index) => {
    resources.forEach((resource) => holders.set(resource, [...(holders.get(resource) ?? []), index]));
  });
  const groups = new Map<string, { actions: string[]; resources: string[] }>();
  for (const [resource, indices] of holders) {
    const id = indices.join();
    const entry = groups.get(id) ?? {
      actions: indices.flatMap((index) => grants[index]?.actions ?? []),
      resources: [],
    };
    entry.resources.push(resource);
    groups.set(id, entry);
  }
  return [...groups.values()];
}

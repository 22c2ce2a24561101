import { byCondition, dropImplied, mergeConditionValues } from "./conditions";
import { compareTexts, sortedUnique, withoutCovered } from "./patterns";
import type { Conditions, IdentityStatement } from "./statement";

type Effect = IdentityStatement["Effect"];

/**
 * The same permissions in as few statements as merging gives. The result does not depend on the order of the input. It has no
 * duplicate action, resource or condition value, and none that a wider one covers, unless the duplicate makes it shorter.
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

/**
 * Grants of one effect and condition. Grants that share resources are written by resource (each resource once, with all its
 * actions) or by action: whichever takes fewer statements, then fewer characters. Statements that overlap in part stay
 * unchanged if both ways would take more characters.
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
  const merged = connected(grantsByAction(statements)).flatMap((grants) => {
    const byAction = grants.map(build);
    if (byAction.length === 1) {
      return byAction;
    }
    const byResource = regroup(grants).map(build);
    const difference = byResource.length - byAction.length || textLength(byResource) - textLength(byAction);
    return difference < 0 ? byResource : byAction;
  });
  const given = statements.map(({ Action, Resource }) => build({ actions: Action, resources: Resource }));
  return textLength(merged) > textLength(given) ? given : merged;
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
  // Actions of the same statements have the same resources, so thousands of paths are sorted once, not once for each action.
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

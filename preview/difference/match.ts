import type { Registration } from "../offline/registration";

/** A resource on both sides, or on one. */
export interface Pair {
  readonly before: Registration | undefined;
  readonly after: Registration | undefined;
}

/**
 * Finds for each resource after the change the same resource before it, by its URN or an alias. As in Pulumi's engine, a child
 * has the aliases that follow from its parent's, and a name that starts with its parent's name changes with it.
 */
export function matchResources(before: readonly Registration[], after: readonly Registration[]): Pair[] {
  const left = new Map(before.map((resource) => [resource.urn, resource]));
  const current = new Set(after.map(({ urn }) => urn));
  const byUrn = new Map(after.map((resource) => [resource.urn, resource]));
  const known = new Map<string, readonly string[]>();
  const pairs = after.map((resource): Pair => {
    const earlier = [resource.urn, ...formerUrns(resource, byUrn, known)].find(
      (urn) => left.has(urn) && (urn === resource.urn || !current.has(urn)),
    );
    const found = earlier === undefined ? undefined : left.get(earlier);
    left.delete(earlier ?? "");
    return { before: found, after: resource };
  });
  return [...pairs, ...[...left.values()].map((resource): Pair => ({ before: resource, after: undefined }))];
}

function formerUrns(
  resource: Registration,
  byUrn: ReadonlyMap<string, Registration>,
  known: Map<string, readonly string[]>,
): readonly string[] {
  const found = known.get(resource.urn);
  if (found !== undefined) {
    return found;
  }
  const parent = resource.parent === null ? undefined : byUrn.get(resource.parent);
  const inherited =
    parent === undefined
      ? []
      : formerUrns(parent, byUrn, known).map((formerParent) => childUrn(resource, parent, formerParent));
  const urns = [...resource.aliases, ...inherited];
  known.set(resource.urn, urns);
  return urns;
}

/** The former URN of a resource below its parent's former URN. */
function childUrn({ urn, type, name }: Registration, parent: Registration, formerParent: string): string {
  const [head] = urn.split("::");
  const [, project, formerType = "", formerName = ""] = formerParent.split("::");
  const chain = formerType === "pulumi:pulumi:Stack" ? type : `${formerType}$${type}`;
  const childName = name.startsWith(parent.name) ? `${formerName}${name.slice(parent.name.length)}` : name;
  return [head, project, chain, childName].join("::");
}

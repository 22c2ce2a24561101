import { groupBy } from "../../diagnostics/group-by";
import table from "./data/action-families.json";
import type { Sentence } from "./model";
import type { Grant } from "./policy";
import { resourceInWords } from "./resource-words";
import { without } from "./values";

interface Family {
  readonly words: string;
  readonly actions: readonly string[];
  /** Mentioned only without other rights, because it accompanies them. */
  readonly minor?: boolean;
}

const FAMILIES: readonly Family[] = table.families;

/** Whether a pattern of IAM matches everything that another pattern matches. */
export function covers(pattern: string, other: string): boolean {
  const expression = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("?", "."))
    .join(".*");
  return new RegExp(`^${expression}$`, "is").test(other);
}

/** Grants that one of `others` already covers, so that they add nothing. */
function isCovered(grant: Grant, others: readonly Grant[]): boolean {
  return others.some(
    (other) =>
      other.effect === grant.effect &&
      other.principal === grant.principal &&
      (other.condition === "" || other.condition === grant.condition) &&
      covers(other.action, grant.action) &&
      covers(other.resource, grant.resource),
  );
}

/** Several resources with the actions that are permitted on all of them. */
interface Permission {
  readonly effect: Grant["effect"];
  readonly principal: string | undefined;
  readonly condition: string;
  readonly service: string;
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly minor: boolean;
}

/** Rights that a role or a resource's policy allows or refuses after the change and not before, or the reverse. */
export function permissionSentences(before: readonly Grant[], after: readonly Grant[]): Sentence[] {
  const [added, removed] = [without(after, before), without(before, after)];
  const [fresh, gone] = [
    permissions(added.filter((grant) => !isCovered(grant, before))),
    permissions(removed.filter((grant) => !isCovered(grant, after))),
  ];
  const [allAdded, allRemoved] = [permissions(added), permissions(removed)];
  return [
    ...fresh.map((permission) => sentence(permission, "now", narrower(permission, allRemoved))),
    ...gone.map((permission) => sentence(permission, "no longer", narrower(permission, allAdded))),
  ];
}

/** Resources on the other side within those of a permission: the permission was widened from them, or narrowed to them. */
function narrower(permission: Permission, others: readonly Permission[]): readonly string[] {
  return others
    .filter((other) => isSameButFor(other, permission))
    .flatMap(({ resources }) => resources)
    .filter((one) => permission.resources.some((wide) => wide !== one && covers(wide, one)));
}

/** Everything that grants allow, for a new or deleted workflow. */
export function allPermissions(grants: readonly Grant[]): Sentence[] {
  return permissions(grants).map((permission) => sentence(permission, "always"));
}

function permissions(grants: readonly Grant[]): Permission[] {
  const byResource = groupBy(grants, ({ effect, principal, condition, action, resource }) =>
    JSON.stringify([effect, principal, condition, serviceOf(action), resourceInWords(action, resource)]),
  );
  const single = [...byResource].map(([key, group]) => {
    const [effect, principal, condition, service, resource] = JSON.parse(key) as [
      Grant["effect"],
      string | null,
      string,
      string,
      string,
    ];
    return { effect, principal: principal ?? undefined, condition, service, resource, ...verbsOf(group) };
  });
  const byVerbs = groupBy(single, ({ effect, principal, condition, service, verbs }) =>
    JSON.stringify([effect, principal, condition, service, verbs]),
  );
  const all = [...byVerbs.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, resources: [first, ...rest].map(({ resource }) => resource).sort() }],
  );
  const major = all.filter(({ minor }) => !minor);
  return major.length > 0 ? major : all;
}

function serviceOf(action: string): string {
  return action.split(":")[0] ?? action;
}

/** The family of each action that has been looked up. The same few actions are on thousands of resources. */
const familyByAction = new Map<string, Family | undefined>();

function familyOf(action: string): Family | undefined {
  if (!familyByAction.has(action)) {
    familyByAction.set(
      action,
      FAMILIES.find((family) => family.actions.some((pattern) => covers(pattern, action))),
    );
  }
  return familyByAction.get(action);
}

function verbsOf(grants: readonly Grant[]): { verbs: readonly string[]; minor: boolean } {
  const actions = grants.map(({ action }) => action);
  const found = new Set(actions.map(familyOf));
  // A long refusal covers everything; the details list each resource.
  const known = FAMILIES.filter((family) => found.has(family));
  const unknown = actions.filter((action) => familyOf(action) === undefined);
  const telling = known.some(({ minor }) => minor !== true) ? known.filter(({ minor }) => minor !== true) : known;
  const rest =
    unknown.length === 0
      ? []
      : grants[0]?.effect === "Deny" && known.length > 0
        ? []
        : [`use ${unknown.join(", ")} on`];
  return {
    verbs: [...new Set([...telling.map(({ words }) => words), ...rest])],
    minor: unknown.length === 0 && known.every(({ minor }) => minor === true),
  };
}

function isSameButFor(a: Permission, b: Permission): boolean {
  return (
    a.effect === b.effect &&
    a.principal === b.principal &&
    a.condition === b.condition &&
    a.service === b.service &&
    a.verbs.join() === b.verbs.join()
  );
}

function sentence(
  { effect, principal, condition, verbs, resources }: Permission,
  when: "now" | "no longer" | "always",
  narrower: readonly string[] = [],
): Sentence {
  const subject = principal === undefined ? "" : `${code(principal)} `;
  const verb = effect === "Allow" ? "may" : when === "always" ? "may not" : "is";
  const adverb = { now: " now", "no longer": " no longer", always: "" }[when];
  const refused = effect === "Deny" && when !== "always" ? " refused to" : "";
  const paths = inWords(narrower.map(code));
  const until = narrower.length === 0 ? "" : when === "now" ? `, until now only ${paths}` : `, only ${paths}`;
  const only = condition === "" ? "" : `, if ${conditionInWords(condition)}`;
  return `${subject}${verb}${adverb}${refused} ${inWords(verbs)} ${inWords(resources.map(code))}${until}${only}`;
}

function code(text: string): string {
  return /^(all|any|the) /.test(text) ? text : `\`${text}\``;
}

/** `a, b and c`. */
export function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

function conditionInWords(condition: string): string {
  const operators = JSON.parse(condition) as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  return inWords(
    Object.entries(operators).flatMap(([operator, keys]) =>
      Object.entries(keys).map(
        ([key, values]) => `${CONDITION_KEYS[key] ?? code(key)} ${relation(operator)} ${values.map(code).join(" or ")}`,
      ),
    ),
  );
}

/** Plain names for condition keys that only authors of policies would understand. */
const CONDITION_KEYS: Readonly<Record<string, string>> = {
  "aws:RequestedRegion": "the region",
  "iam:PassedToService": "the service that gets the role",
  "kms:ResourceAliases": "an alias of the key",
  "kms:ViaService": "the service that makes the request",
};

function relation(operator: string): string {
  return /Not/.test(operator) ? "is not" : /Like/.test(operator) ? "is like" : "is";
}

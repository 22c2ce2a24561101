import { RULES } from "../../policies/pulumi/rules";
import { ACTIONS_WITHOUT_RESOURCE } from "../../platform/iam/actions-without-resource";
import { WILDCARD_ACTIONS } from "../../policies/pulumi/rules/no-wildcard-action";
import { STATEFUL } from "../../policies/pulumi/rules/protection";
import { column } from "../../platform/resource-types/resource-types";
import { groupBy } from "../../diagnostics/group-by";
import { code, table } from "./markdown";

/** The page of the policies, from the rules themselves and their lists of exceptions. */
export function policiesReference(): string {
  return [
    "<!-- Generated from policies/pulumi/rules by npm run generate. Do not edit. -->",
    "# Policies",
    "What every resource of an environment holds to. The same rules run in three places:",
    [
      "- `npm run preview -- <stack>`: every preview without an account, which a violation makes fail;",
      "- `npx pulumi up --policy-pack policies/pulumi` (and `preview`): as a CrossGuard policy pack in Pulumi's engine, which then refuses the resource before it is made;",
      "- the tests, with examples of what each rule admits and refuses.",
    ].join("\n"),
    "The pack needs nothing installed beyond the repository's own packages. In a real preview of a new stack some values are " +
      "not known yet, such as the text of a policy that names a key: the engine says that a policy could not be judged, and " +
      "judges it during the update, before that resource is made. The pack sees what the `eks` package makes as well, which " +
      "the offline preview does not.",
    table(
      ["policy", "what always holds"],
      RULES.map(({ name, description }) => [code(name), description]),
    ),
    "Each rule is a file of `policies/pulumi/rules`; a new one joins the list in `index.ts` there, with examples in " +
      "`tests/policies/examples.ts`.",
    "## Types that take no tags",
    table(["type", "why"], byReason(column("untaggable"))),
    "## Actions that are permitted on every resource",
    "AWS gives these no resource to name.",
    table(
      ["about", "actions"],
      byReason(ACTIONS_WITHOUT_RESOURCE).map(([actions, about]) => [about, actions]),
    ),
    "## Wildcard actions",
    table(
      ["type", "statement", "why"],
      Object.entries(WILDCARD_ACTIONS).flatMap(([type, statements]) =>
        Object.entries(statements).map(([statement, why]) => [code(type), code(statement), why]),
      ),
    ),
    "## Types that are protected",
    table(["type", "what deleting it would lose"], byReason(STATEFUL)),
    "",
  ].join("\n\n");
}

/** Entries of a list with the same reason as one row. */
function byReason(reasons: Readonly<Record<string, string>>): [entries: string, reason: string][] {
  return [...groupBy(Object.entries(reasons), ([, reason]) => reason)].map(([reason, entries]) => [
    entries.map(([entry]) => code(entry)).join(", "),
    reason,
  ]);
}

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
    "# Resource policies",
    "Every resource of an environment keeps these rules. The same rules run in three places:",
    [
      "- `npm run preview -- <stack>`: every offline preview; a violation fails it",
      "- `npx pulumi up --policy-pack policies/pulumi` (and `preview`): as a CrossGuard policy pack in Pulumi's engine, which refuses the resource before it is created",
      "- the tests, with examples that each rule accepts and refuses",
    ].join("\n"),
    "The pack needs only the repository's own packages. In a real preview of a new stack some values are not known yet, such " +
      "as the text of a policy that names a key. The engine then says that it could not check the policy, and checks it during " +
      "the update, before it creates the resource. Unlike the offline preview, the pack also sees the resources of the `eks` " +
      "package.",
    table(
      ["policy", "rule"],
      RULES.map(({ name, description }) => [code(name), description]),
    ),
    "Each rule is a file of `policies/pulumi/rules`. Add a new one to the list in `index.ts` there, with examples in " +
      "`tests/policies/examples.ts`.",
    "## Types without tags",
    table(["type", "reason"], byReason(column("untaggable"))),
    "## Actions allowed on every resource",
    "AWS has no resource to name for these actions.",
    table(
      ["about", "actions"],
      byReason(ACTIONS_WITHOUT_RESOURCE).map(([actions, about]) => [about, actions]),
    ),
    "## Wildcard actions",
    table(
      ["type", "statement", "reason"],
      Object.entries(WILDCARD_ACTIONS).flatMap(([type, statements]) =>
        Object.entries(statements).map(([statement, why]) => [code(type), code(statement), why]),
      ),
    ),
    "## Types that are protected",
    table(["type", "lost on deletion"], byReason(STATEFUL)),
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

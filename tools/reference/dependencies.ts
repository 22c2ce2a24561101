import { DEPENDENCIES } from "../../tests/needs";
import { code, table } from "./markdown";

/** The page of dependencies, from the table with which the tests compare every stack. */
export function dependenciesReference(): string {
  return [
    "<!-- Generated from tests/needs by npm run generate. Do not edit. -->",
    "# Dependencies between resources",
    "One `npx pulumi up` on an empty account creates everything, in an order that follows from these dependencies. The " +
      "tests compare the preview of every stack with this table. A resource depends on those beside it, directly or " +
      "through others.",
    "The table names resources by their type and their name in Pulumi, like `resources.json` of a preview. `*` matches any " +
      "text, and `$1` is the text of the first `*` on the left.",
    ...Object.entries(DEPENDENCIES).flatMap(([part, rows]) => [
      `## ${part}`,
      table(
        ["resource", "depends on", "reason", "stacks"],
        rows.map(({ what, needs, why, stacks }) => [
          selector(what),
          selector(needs),
          why,
          stacks === undefined ? "all" : stacks.join(", "),
        ]),
      ),
    ]),
    "",
  ].join("\n\n");
}

/** `Subnet intra-*` for `aws:ec2/subnet:Subnet intra-*`: the last part of a type is enough to read. */
function selector(text: string): string {
  const [type = "", ...name] = text.split(" ");
  return code([type.slice(type.lastIndexOf(":") + 1), ...name].join(" "));
}

import { DEPENDENCIES } from "../../tests/needs";
import { code, table } from "./markdown";

/** The page "what needs what, and why", from the table that the tests hold every stack against. */
export function dependenciesReference(): string {
  return [
    "<!-- Generated from tests/needs by npm run generate. Do not edit. -->",
    "# What needs what, and why",
    "One `npx pulumi up` on an empty account makes everything, in an order that follows from these dependencies. The " +
      "tests hold the preview of every stack against this table: what stands on the left depends on what stands in the " +
      "middle, directly or through others.",
    "Resources are named by their type and their name in Pulumi, as in `resources.json` of a preview. `*` stands for any " +
      "text, and `$1` for the text that the first `*` on the left stood for.",
    ...Object.entries(DEPENDENCIES).flatMap(([part, rows]) => [
      `## ${part}`,
      table(
        ["what", "needs", "why", "stacks"],
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

import { fencesOf, placeOf } from "../../docs/support/pages";
import { markOf } from "../../docs/support/commands";

/**
 * The one block of commands of a page that has a text in it, unchanged; no test of the documentation runs it, as it
 * needs an AWS account. Replaces placeholders such as `<account>`.
 */
export function commandsOfGuide(page: string, text: string, values: Readonly<Record<string, string>> = {}): string {
  const found = fencesOf(page).filter((fence) => fence.language === "sh" && fence.text.includes(text));
  const [block] = found;
  if (block === undefined || found.length > 1) {
    throw new Error(`${page} has ${found.length} blocks with ${text}: ${found.map(placeOf).join(", ")}`);
  }
  if (markOf(block) === undefined) {
    throw new Error(`${placeOf(block)} needs no AWS account any more: the tests of the documentation run it`);
  }
  return Object.entries(values).reduce((script, [name, value]) => {
    if (!script.includes(name)) {
      throw new Error(`${placeOf(block)} has no ${name}`);
    }
    return script.replaceAll(name, value);
  }, block.text);
}

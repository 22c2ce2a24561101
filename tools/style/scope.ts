/** Files that are not checked: they list or try the words that the style guide bans. */
const EXEMPT = ["tools/style/rules.ts", "tests/tools/style", "tests/tools/commits"];

/** Whether the style guide holds for a file, given by its path from the repository's root. */
export function isChecked(path: string): boolean {
  return !EXEMPT.some((exempt) => path === exempt || path.startsWith(`${exempt}/`));
}

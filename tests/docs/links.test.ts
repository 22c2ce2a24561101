import { posix } from "node:path";

import { PAGES, readPage } from "./support/pages";

const FIRST = "docs/index.md";

/** Pages of the documentation that a page links to. */
function linksOf(page: string): string[] {
  return [...readPage(page).matchAll(/\]\(([^)#\s]+\.md)(?:#[^)]*)?\)/g)]
    .map(([, target]) => posix.join(posix.dirname(page), target ?? ""))
    .filter((target) => PAGES.includes(target));
}

/** Pages within so many clicks of one page. */
function within(clicks: number, page: string): Set<string> {
  let reached = new Set([page]);
  for (let click = 0; click < clicks; click += 1) {
    reached = new Set([...reached, ...[...reached].flatMap(linksOf)]);
  }
  return reached;
}

test("a newcomer finds every page within two clicks of the first", () => {
  const found = within(2, FIRST);
  const pages = PAGES.filter((page) => page.startsWith("docs/"));
  expect(pages.filter((page) => !found.has(page))).toEqual([]);
});

test("README leads to the documentation's first page", () => {
  expect(linksOf("README.md")).toContain(FIRST);
});

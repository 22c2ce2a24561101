import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../platform/root";
import { PAGES, readPage } from "./support/pages";

const PAGE = "docs/platform/effects-of-updates.md";
const ENGINE = join(ROOT, "tests/engine");

/** Cells of the page's table, a list for each row. */
const ROWS = readPage(PAGE)
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(2)
  .map((line) => line.split("|").map((cell) => cell.trim()));

/** `file: "title"` of every test with the engine. */
const TESTS = readdirSync(ENGINE)
  .filter((file) => file.endsWith(".test.ts"))
  .flatMap((file) =>
    [...readFileSync(join(ENGINE, file), "utf8").matchAll(/^ *test\("(.*)", (?:async )?\(/gm)].map(
      ([, title]) => `\`${file}\`: "${title ?? ""}"`,
    ),
  );

test("every effect of an update is shown by a test that exists, or is said not to have been tried", () => {
  const wrong = ROWS.map(([, , , shown = ""]) => shown).filter(
    (shown) =>
      !shown.startsWith("not tried") &&
      !shown.split(" and `").every((one) => TESTS.includes(one.replace(/^(?!`)/, "`"))),
  );
  expect(wrong).toEqual([]);
});

test("every guide with an update is named in it", () => {
  const guides = PAGES.filter((page) => /^docs\/(platform|how-to)\//.test(page) && page !== PAGE).filter((page) =>
    /pulumi (up|destroy)/.test(readPage(page)),
  );
  const text = readPage(PAGE);
  const named = (guide: string): boolean =>
    text.includes(`(${guide.replace(/^docs\/platform\//, "").replace(/^docs\//, "../")}`);
  // This one is about comments on pull requests: it changes nothing.
  expect(guides.filter((guide) => !named(guide))).toEqual(["docs/how-to/read-a-pull-request-preview.md"]);
});

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { parse } from "yaml";

import { NO_COMPATIBILITY } from "../../platform/config/no-compatibility";
import { ROOT } from "../../platform/root";

const PAGE = readFileSync(resolve(ROOT, "docs/platform/compatibility.md"), "utf8");

interface Example {
  readonly "analytical-platform-airflow:workflows": { readonly compatibility: Readonly<Record<string, unknown>> };
}

describe("the page on compatibility", () => {
  const block = /```yaml\n([^`]+)```/.exec(PAGE)?.[1] ?? "";
  const { compatibility } = (parse(block) as Example)["analytical-platform-airflow:workflows"];

  test("turns every setting on in its example", () => {
    expect(Object.keys(compatibility).sort()).toEqual(Object.keys(NO_COMPATIBILITY).sort());
  });

  test.each(Object.keys(NO_COMPATIBILITY))("says which behaviour %s keeps", (setting) => {
    const rows = PAGE.split("\n").filter((line) => line.startsWith("|"));
    expect(rows.some((row) => row.includes(`\`${setting}\``))).toBe(true);
  });
});

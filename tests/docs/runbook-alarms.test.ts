import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ALARMS } from "../../platform/operations/alarms";
import { ROOT } from "../../platform/root";

/** Sections of the runbook, each with its first paragraph. */
const SECTIONS = readFileSync(resolve(ROOT, "docs/platform/runbook.md"), "utf8")
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const [heading = "", first = ""] = text.split("\n\n");
    return { heading: heading.trim(), first };
  });

test.each(SECTIONS.map(({ heading, first }) => [heading, first]))(
  "the runbook's section “%s” names its alarms, or says why it has none",
  (heading, first) => {
    const own = ALARMS.filter(({ runbook }) => runbook === heading).map(({ id }) => id);
    const named = /^Alarms?: /.test(first) ? [...first.matchAll(/`([^`]+)`/g)].map(([, id]) => id) : [];
    expect(named.sort()).toEqual(own.sort());
    expect(own.length > 0 || /^No alarm: .{20,}/.test(first)).toBe(true);
  },
);

test("every alarm links to a section that the runbook has", () => {
  const headings = SECTIONS.map(({ heading }) => heading);
  expect(ALARMS.filter(({ runbook }) => !headings.includes(runbook)).map(({ id }) => id)).toEqual([]);
});

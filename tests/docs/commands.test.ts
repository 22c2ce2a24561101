import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import packageJson from "../../package.json";
import { ROOT } from "../../platform/root";
import { CI_STEPS, COMMAND_LANGUAGES, commandsOf, isShown, markOf } from "./support/commands";
import { FENCES, PAGES, placeOf, readPage } from "./support/pages";
import { PREPARATIONS } from "./support/preparations";
import { Reader, toRun } from "./support/reader";

/** Milliseconds that a page may take: on a busy machine each of its previews takes a good part of a minute. */
const A_WHILE = 600_000;

const COMMANDS = FENCES.filter(({ language }) => COMMAND_LANGUAGES.includes(language));

describe("every block", () => {
  /** Languages of blocks that nobody types into a shell. */
  const OTHERS = ["dockerfile", "json", "markdown", "python", "rego", "text", "ts", "yaml"];

  test("says its language, so that a block of commands cannot go unnoticed", () => {
    const known = [...COMMAND_LANGUAGES, ...OTHERS];
    expect(FENCES.filter(({ language }) => !known.includes(language)).map(placeOf)).toEqual([]);
  });

  test("of text holds no commands", () => {
    const command = /^\s*(\$ |(aws|git|kubectl|make|npm|npx|pip|pulumi|python3?) )/m;
    expect(FENCES.filter(({ language, text }) => language === "text" && command.test(text)).map(placeOf)).toEqual([]);
  });

  test("of commands has some", () => {
    expect(COMMANDS.filter((fence) => commandsOf(fence).length === 0).map(placeOf)).toEqual([]);
  });
});

describe("a block that no test runs", () => {
  const marked = COMMANDS.filter((fence) => markOf(fence) !== undefined);

  test("is marked as needing an AWS account only where one of its commands does", () => {
    // The last two are functions that the page on the cut-over defines, around `aws`.
    const needsOne =
      /(^(\w+=\S+ )?|\$\()(aws|kubectl|npx pulumi|npm run (ui-access|refresh-versions|fleet|validate .* --images)|list_dags|set_paused)\b/;
    const withoutReason = marked.filter(
      (fence) => markOf(fence) === "an AWS account." && !commandsOf(fence).some(({ line }) => needsOne.test(line)),
    );
    expect(withoutReason.map(placeOf)).toEqual([]);
  });

  test("is marked on its first line, where a reader sees it before the commands", () => {
    const late = COMMANDS.filter(({ text }) => /\n\s*# Needs /.test(text));
    expect(late.map(placeOf)).toEqual([]);
  });
});

describe("following the page", () => {
  const reader = new Reader();
  const toFollow = PAGES.map((page) => ({ page, fences: FENCES.filter((fence) => fence.page === page) })).filter(
    ({ fences }) => fences.some((fence) => toRun(fence).length > 0),
  );

  test.each(toFollow)(
    "$page does what it says, and prints what it shows",
    ({ page, fences }) => {
      reader.repository.reset();
      PREPARATIONS[page]?.(reader.repository, fences);
      reader.follow(fences);
    },
    A_WHILE,
  );

  test("no preparation is left of a page that has gone", () => {
    expect(Object.keys(PREPARATIONS).filter((page) => !toFollow.some((one) => one.page === page))).toEqual([]);
  });
});

describe("what a page shows of an output", () => {
  test.each([
    ["a\nb\n", "a\nb", true],
    ["a\nb\n", "a", false],
    ["a\nb\nc\n", "a\n…\nc", true],
    ["a\nc\n", "a\n…\nc", true],
    ["a\nb\nd\n", "a\n…\nc", false],
    ["in 5.6 s\n", "in … s", true],
    ["a.b\n", "a.b", true],
    ["aXb\n", "a.b", false],
  ])("%j against %j: %p", (output, shown, expected) => {
    expect(isShown(output, shown)).toBe(expected);
  });
});

describe("the commands that pages name in their prose", () => {
  const prose = PAGES.map((page) => ({ page, text: readPage(page) }));
  const named = (pattern: RegExp): { name: string; page: string }[] =>
    prose.flatMap(({ page, text }) => [...text.matchAll(pattern)].map(([, name]) => ({ page, name: name ?? "" })));

  test("are scripts of package.json", () => {
    const scripts = named(/npm run (?:--silent )?([a-z][\w:-]*)/g);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter(({ name }) => !(name in packageJson.scripts))).toEqual([]);
  });

  test("are what make can make", () => {
    const makefiles = ["Makefile", ...includes(readFileSync(resolve(ROOT, "Makefile"), "utf8"))];
    const rules = makefiles.map((file) => readFileSync(resolve(ROOT, file), "utf8")).join("\n");
    const targets = new Set([...rules.matchAll(/^([a-z][\w-]*):/gm)].map(([, name]) => name));
    const made = named(/`make ([a-z][\w.-]*)/g).filter(({ name }) => !/^test-dags-\d/.test(name));
    expect(made.length).toBeGreaterThan(0);
    expect(made.filter(({ name }) => !targets.has(name))).toEqual([]);
  });

  test("the steps of CI are read from its script", () => {
    expect(CI_STEPS).toContain("make test");
    expect(CI_STEPS).toContain("make docs");
  });
});

function includes(makefile: string): string[] {
  return [...makefile.matchAll(/^include (.+)$/gm)].map(([, file]) => file ?? "");
}

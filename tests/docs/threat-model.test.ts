import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";

const PAGE = "docs/how-it-works/threat-model.md";
const NO_TEST = "no test";

interface Row {
  readonly line: number;
  readonly threat: string;
  readonly stops: string;
  readonly proof: string;
  readonly left: string;
}

/** A test that a row names: its file, and its title or the start of it. */
interface Reference {
  readonly file: string;
  readonly title: string;
}

const ROWS = rowsOf(readFileSync(resolve(ROOT, PAGE), "utf8"));
const REFERENCES = ROWS.filter(({ proof }) => proof !== NO_TEST).flatMap((row) =>
  row.proof.split("<br>").map((text) => ({ row: row.line, text, reference: referenceOf(text) })),
);

test("the page has a row for every kind of attacker", () => {
  expect(ROWS.length).toBeGreaterThan(35);
});

test.each(ROWS)("line $line, $threat: gives a defence, and names tests or says `no test`", (row) => {
  expect(row.threat).not.toBe("");
  expect(row.stops).not.toBe("");
  expect(row.proof).not.toBe("");
});

test.each(ROWS.filter(({ proof }) => proof === NO_TEST))(
  "line $line, $threat: without a test, gives the remaining risk",
  ({ left }) => {
    expect(left).not.toBe("");
  },
);

test.each(REFERENCES)("line $row: $text is a test by that title", ({ reference }) => {
  expect(reference).toBeDefined();
  const { file, title } = reference ?? { file: "", title: "" };
  expect(existsSync(resolve(ROOT, file))).toBe(true);
  expect(startsATitle(readFileSync(resolve(ROOT, file), "utf8"), title)).toBe(true);
});

describe("the check of a title", () => {
  const source =
    'test("a pod is closed", () => {});\n// "a comment"\ndef test_it_runs() -> None:\n      - name: latest\n';

  test.each(["a pod is closed", "a pod", "test_it_runs", "latest"])("finds %j", (title) => {
    expect(startsATitle(source, title)).toBe(true);
  });

  test.each(["pod is closed", "a pod is open", "test_it", "", "test_it_runs() -> None"])(
    "does not find %j",
    (title) => {
      expect(startsATitle(source, title)).toBe(false);
    },
  );
});

/** The rows of all tables with the columns of a threat. */
function rowsOf(page: string): Row[] {
  let inTable = false;
  return page.split("\n").flatMap((text, index): Row[] => {
    const cells = text.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (!text.startsWith("|")) {
      inTable = false;
      return [];
    }
    if (cells[1] === "threat") {
      expect(cells.slice(1, -1)).toEqual(["threat", "defence", "proof", "remaining risk"]);
      inTable = true;
      return [];
    }
    const [, threat = "", stops = "", proof = "", left = ""] = cells;
    return inTable && !/^-+$/.test(threat) ? [{ line: index + 1, threat, stops, proof, left }] : [];
  });
}

/** `` `path` _title_ ``, as a proof names a test. */
function referenceOf(text: string): Reference | undefined {
  const [, file, title] = /^`([^`]+)` _(.+)_$/.exec(text.trim()) ?? [];
  // Prettier escapes the underscores and asterisks of a title.
  return file === undefined || title === undefined ? undefined : { file, title: title.replaceAll(/\\([_*])/g, "$1") };
}

/** Whether a test, a group of tests or a sample has a title that starts so; a Python test has exactly this name. */
function startsATitle(source: string, title: string): boolean {
  const text = title.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return title !== "" && new RegExp(`"${text}|^def ${text}\\(|- name: ${text}$`, "m").test(source);
}

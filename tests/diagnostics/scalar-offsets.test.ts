import { isMap, isScalar, parseDocument, type Scalar } from "yaml";

import { offsetInFile } from "../../diagnostics/scalar-offsets";
import { VALUES, writings } from "../support/hostile-values";

/** The scalar after `k: ` in a map that is indented by two spaces. */
function scalarOf(file: string): Scalar {
  const { contents } = parseDocument(file);
  const inner = isMap(contents) ? contents.get("m") : undefined;
  const value = isMap(inner) ? inner.get("k", true) : undefined;
  if (!isScalar(value)) {
    throw new Error(`no text in ${file}`);
  }
  return value;
}

const FILES = VALUES.filter((value) => value !== "")
  .flatMap((value) => writings(value, "    "))
  .map((written) => `m:\n  k: ${written}\n  last: 1\n`);

test("every character but white space is found where it is written, or where its escape begins", () => {
  const texts = FILES.filter((file) => typeof scalarOf(file).value === "string");
  const wrong = texts.flatMap((file) => {
    const scalar = scalarOf(file);
    const value = String(scalar.value);
    return [...value.matchAll(/\S/g)].flatMap(({ 0: character, index }) => {
      const at = offsetInFile(file, scalar, index);
      const isEscape = scalar.type === "QUOTE_DOUBLE" && file[at] === "\\";
      const isSecondOfPair = /[\udc00-\udfff]/.test(character) && scalar.type === "QUOTE_DOUBLE";
      return file[at] === character || isEscape || isSecondOfPair ? [] : [{ file, index, character, at }];
    });
  });
  expect(texts.length).toBeGreaterThan(400);
  expect(wrong).toEqual([]);
});

test.each([
  ["k: 'a''b'", 2, "b"],
  ['k: "\\x41\\u00e9\\U0001f600b"', 4, "b"],
  ['k: "a\\\n    b"', 1, "b"],
  ["k: |\n    a\n      b\n    c", 4, "b"],
  ["k: >-\n    a\n    b\n\n    c", 4, "c"],
  ["k: a\n    b", 2, "b"],
])("%j, character %i is %s", (line, index, character) => {
  const file = `m:\n  ${line}\n  last: 1\n`;
  const at = offsetInFile(file, scalarOf(file), index);
  expect(file[at]).toBe(character);
});

test("characters beyond the text's end are at its start", () => {
  const file = "m:\n  k: abc\n";
  expect(offsetInFile(file, scalarOf(file), 9)).toBe(file.indexOf("abc"));
});

import { firstLookalike, lookalikeHint } from "../../diagnostics/lookalikes";
import { loadYaml } from "../../diagnostics/load-yaml";

describe("a character that looks like another is named, with what to type", () => {
  test.each([
    ["a\u00a0b", 1, "U+00A0 (no-break space)", "type a space"],
    ["“a”", 0, "“ (U+201C, left double quotation mark)", 'type "'],
    ["it’s", 2, "’ (U+2019, right single quotation mark)", "type '"],
    ["a – b", 2, "– (U+2013, en dash)", "type -"],
    ["−1", 0, "− (U+2212, minus sign)", "type -"],
    ["a\u200bb", 1, "U+200B (zero width space)", "delete it"],
    ["\ufeffa", 0, "U+FEFF (zero width no-break space)", "delete it"],
    ["a\u2028b", 1, "U+2028 (line separator)", "start a new line"],
    ["a：b", 1, "： (U+FF1A, fullwidth colon)", "type :"],
  ])("%j", (text, index, name, instead) => {
    expect(firstLookalike(text)).toEqual({ index, character: text[index], name, instead });
  });

  test.each(["", "plain -'\":", "日本語👩‍🔬", "é£€"])("%j has none", (text) => {
    expect(firstLookalike(text)).toBeUndefined();
    expect(lookalikeHint(text, text, 1)).toBe("");
  });

  test("a hint gives the column in the line, counted from where the value begins", () => {
    expect(lookalikeHint("“b”", "“a”: “b”", 6)).toBe('; column 6 holds “ (U+201C, left double quotation mark): type "');
    expect(lookalikeHint("“b”", "“b”: 1", 1)).toBe('; column 1 holds “ (U+201C, left double quotation mark): type "');
    expect(lookalikeHint("“b”", 'a: "\\u201cb"', 4)).toBe('; it holds “ (U+201C, left double quotation mark): type "');
  });
});

describe("the message for a file that is not YAML names a lookalike nearby", () => {
  test.each([
    ["on the line of the error", "a:\u00a0b\nc: d\n", "line 1 holds U+00A0 (no-break space) in column 3"],
    ["on the line before", "a:\n\u00a0 b:\u00a0c\n d: e\n", "line 2 holds U+00A0 (no-break space) in column 1"],
    ["on the line after", "a: 1\nb\n– c\nd: 1\n", "line 3 holds – (U+2013, en dash) in column 1"],
  ])("%s", (_name, text, hint) => {
    expect(loadYaml(text).problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(`; ${hint}, which YAML reads as a letter: type `),
    ]);
  });

  test("a lookalike far from the error is not named", () => {
    expect(loadYaml("a: [\nb: 1\nc: 1\nd: “e”\n").problems[0]?.message).not.toContain("“");
  });
});

describe("a file that is not UTF-8 is an error at each line, in place of all others", () => {
  const decoded = Buffer.from("a: caf\xe9\nb: \xa3 \xa3\nc: [", "latin1").toString("utf8");

  test("at the first such character of the line", () => {
    expect(loadYaml(decoded).problems).toEqual([
      expect.objectContaining({ severity: "error", code: "not-utf-8", line: 1, column: 7 }),
      expect.objectContaining({ code: "not-utf-8", line: 2, column: 4 }),
    ]);
    expect(loadYaml(decoded).problems[0]?.message).toBe(
      "the file is not UTF-8 here, so the character is lost; save the file as UTF-8 (an editor on Windows may have used Windows-1252), and type the character again",
    );
  });

  test("UTF-16, as an editor on Windows may write, is such a file", () => {
    const text = Buffer.from("\ufeffa: b\n", "utf16le").toString("utf8");
    expect(loadYaml(text).problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ["not-utf-8", 1, 1],
    ]);
  });

  test("UTF-8 beyond ASCII is read", () => {
    expect(loadYaml("a: café £ 日本\n")).toMatchObject({ data: { a: "café £ 日本" }, problems: [] });
  });
});

import { loadYaml } from "../../diagnostics/load-yaml";

const told = (text: string): string[] =>
  loadYaml(text).problems.map(({ code, line, column, message }) => `${code}@${line}:${column} ${message}`);

describe("the reason why a file is not YAML is given in an author's words, once, with the correction", () => {
  const beginsWith = (sign: string): RegExp =>
    new RegExp(`^a text that begins with ${sign} needs quotes in YAML; write "${sign}…"$`);

  test.each([
    ["a preset without quotes", "a: @daily", "1:4", beginsWith("@")],
    ["a text that begins with a back quote", "a: `b`", "1:4", beginsWith("`")],
    ["a date's format without quotes", "a: %Y-%m", "1:4", beginsWith("%")],
    ["a text that begins with a comma", "a: , b", "1:4", beginsWith(",")],
    ["a cron expression without quotes", "a: * 8 * * *", "1:4", beginsWith("\\*")],
    ["one of every five minutes", "a: */5 * * * *", "1:8", beginsWith("\\*")],
    ["a wildcard alone", "a: *", "1:4", beginsWith("\\*")],
    ["a text that begins with an ampersand", "a: & b", "1:4", beginsWith("&")],
    [
      "a text that begins with an exclamation mark",
      "a: !b c",
      "1:4",
      /^a text that begins with ! needs .+; write "!b…"$/,
    ],
    ["a colon inside of a text", "a: b: c", "1:4", /^a key is inside of a value here; put a text that holds ": " in /],
    [
      "a key further to the right than its neighbours",
      "a: b\n  c: d",
      "1:4",
      /begin the key as far to the right as those/,
    ],
    [
      "a key further to the left",
      "a:\n    b: 1\n  c: 2",
      "3:1",
      /^this line begins at another column than those it belongs/,
    ],
    [
      "an item further to the left",
      "a:\n  - 1\n - 2",
      "3:1",
      /^this line begins at another column than those it belongs/,
    ],
    ["no space after a colon", "a:3\nb: 1", "1:1", /^this line has no key; write `key: value`, with a space after the/],
    ["no colon at all", "a: 1\nb 3", "2:1", /^this line has no key; write `key: value`, with a space after the colon$/],
    ["a tab for indentation", "a:\n\tb: 1", "2:1", /^a tab indents this line, but .+ only spaces; replace it/],
    ["a list on its key's line", "a: - b", "1:4", /^a list begins on the line after its key; write every `- item` on/],
    [
      "a quote inside of quotes",
      "a: 'it's'",
      "1:8",
      /^the value is complete before this; .+ '' for a ' inside of '…'$/,
    ],
    [
      "text after quotes",
      'a: "{{ ds }}"/x',
      "1:14",
      /^the value is complete before this; put the whole text in one pair/,
    ],
    [
      "a quote that is not closed",
      "a: 'x\nb: 1",
      "2:5",
      /^a quote ' is opened and not closed; write ' at the end of the/,
    ],
    [
      "a double quote that is not closed",
      'a: "x',
      "1:6",
      /^a quote " is opened and not closed; write " at the end of the/,
    ],
    [
      "a list that is not closed",
      "a: [b\nc: d",
      "2:1",
      /^a bracket is opened and not closed; write \] at its end, or one/,
    ],
    [
      "a map that is not closed",
      "a: {b: c\nd: e",
      "2:1",
      /^a bracket is opened and not closed; write \} at its end, or/,
    ],
    [
      "a list that is not closed before another",
      "a: [\n  - b\n",
      "2:3",
      /^a bracket is opened before this line and not closed; write \] or \}/,
    ],
    [
      "a backslash inside of double quotes",
      'a: "^\\d+$"',
      "1:6",
      /^\\d means nothing inside of double quotes; write the text in/,
    ],
    [
      "a comment without a space",
      'a: "x"#c',
      "1:7",
      /^a comment needs a space before its #; write the space, or put a #/,
    ],
    ["a text on the line of its |", "a: | x", "1:6", /^a text after \| or > begins on the next line; write it there,/],
    [
      "anything else, in the parser's",
      "a: ]",
      "1:4",
      /^this is not YAML: Unexpected flow-seq-end token in YAML stream: "]"$/,
    ],
  ])("%s", (_name, text, position, message) => {
    const [problem = "", ...others] = told(text);
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^broken-yaml@${position} `));
    expect(problem.slice(problem.indexOf(" ") + 1)).toMatch(message);
  });
});

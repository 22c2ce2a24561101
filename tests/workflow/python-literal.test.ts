import { execFileSync } from "node:child_process";

import * as fc from "fast-check";

import { type Literal, pythonLiteral } from "../../workflow/python-literal";

/** Texts that a careless generator of Python would get wrong. */
const HOSTILE = [
  ...[
    "",
    "'",
    '"',
    '"""',
    "\\",
    '\\"',
    "\\N{BULLET}",
    "\\x41\\u0041\\",
    "a\nb\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u001b",
    "\u007f",
  ],
  ...[
    "\u0085",
    "\u2028",
    "\u2029",
    "\ufeff",
    "👩‍🔬",
    "\u{10ffff}",
    "{{ ds }}",
    "f{1}",
    "#",
    "$(HOME)",
    '")\nimport os  # ',
    "None",
  ],
];

const TEXT = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 40 })), { maxLength: 8 })
    .map((parts) => parts.join("\n")),
);
const NUMBER = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
);
const { data: DATA } = fc.letrec<{ data: Literal }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    TEXT,
    NUMBER,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("data"), { maxLength: 5 }),
    fc.dictionary(TEXT, tie("data"), { maxKeys: 5 }),
  ),
}));

/** Prints the value that Python reads from each literal, with types, because JSON has no difference between `True` and `1`. */
const READER = `
import ast, json, sys
print(json.dumps([ast.literal_eval(source) for source in json.load(sys.stdin)]))
`;

describe("a Python literal", () => {
  test("Python reads any literal as the original data", () => {
    const samples: Literal[] = [...HOSTILE, HOSTILE, ...fc.sample(DATA, { numRuns: 2000, seed: 20_250_101 })];
    const sources = samples.map((sample) => pythonLiteral(sample));
    const output = execFileSync("python3", ["-c", READER], {
      encoding: "utf8",
      input: JSON.stringify(sources),
      maxBuffer: 2 ** 28,
    });
    const read = JSON.parse(output) as Literal[];
    expect(read).toHaveLength(samples.length);
    samples.forEach((sample, index) => {
      expect({ source: sources[index], data: read[index] }).toEqual({ source: sources[index], data: sample });
    });
  });

  test("contains no raw line end that an editor or Python could take for the end of a text", () => {
    fc.assert(
      fc.property(DATA, (data) => {
        expect(pythonLiteral(data)).not.toMatch(/[\r\0\v\f\u0085\u2028\u2029]/);
      }),
      { seed: 20_250_101 },
    );
  });

  test.each<[Literal, string]>([
    [null, "None"],
    [true, "True"],
    [false, "False"],
    [1.5, "1.5"],
    ["it's", `"it's"`],
    [[], "[]"],
    [{}, "{}"],
    [["a", 1], '["a", 1]'],
    [{ a: [true], b: { c: null } }, '{"a": [True], "b": {"c": None}}'],
    ["a\nb", '"a\\nb"'],
    ["\u2028", '"\\u2028"'],
  ])("of %j is %s", (data, source) => {
    expect(pythonLiteral(data)).toBe(source);
  });

  test("is wrapped in Black's style if it is wider than 100 characters with its indent", () => {
    const fits = "x".repeat(100 - '["", ""]'.length - 1);
    expect(pythonLiteral([fits, "y"])).toBe(`["${fits}", "y"]`);
    expect(pythonLiteral([fits, "yy"])).toBe(`[\n    "${fits}",\n    "yy",\n]`);
    expect(pythonLiteral({ [fits]: "y" })).toBe(`{"${fits}": "y"}`);
    expect(pythonLiteral({ [fits]: "yy" })).toBe(`{\n    "${fits}": "yy",\n}`);
    expect(pythonLiteral([fits, "y"], "  ")).toBe(`[\n      "${fits}",\n      "y",\n  ]`);
  });

  test("of a long text with several lines has one line for each", () => {
    const line = "x".repeat(60);
    expect(pythonLiteral(`${line}\n${line}\n`)).toBe(`(\n    "${line}\\n"\n    "${line}\\n"\n)`);
    expect(pythonLiteral(`${line}${line}`)).toBe(`"${line}${line}"`);
  });
});

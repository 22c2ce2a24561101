import * as fc from "fast-check";
import { stringify } from "yaml";

/** Texts that a shell, YAML, Jinja, Python or Kubernetes would misread. */
const CHOSEN: readonly string[] = [
  ...[
    "",
    " ",
    "  spaces  ",
    "'",
    '"',
    "it's",
    `"quoted"`,
    `'"'"'`,
    '"""',
    "'''",
    "\\",
    "\\\\",
    "\\n",
    "\\N{BULLET}",
    "\\x41",
  ],
  ...[
    "$",
    "$$",
    "$HOME",
    "${HOME}",
    "$(HOME)",
    "$$(HOME)",
    "$(date)",
    "`date`",
    "!important",
    "&anchor",
    "*alias",
    "%d",
    "@x",
  ],
  ...[
    "a\nb",
    "a\n",
    "\n",
    "\n\n",
    "a\n\n",
    "a\r\nb\r\n",
    "\r",
    "\t",
    "\ttab",
    "a\u0007b",
    "\u001b[31mred",
    "\u007f",
    "\u0085",
    "a\u2028b",
  ],
  ...[
    "\u2029",
    "\ufeffbom",
    "\u00a0",
    "é",
    "e\u0301",
    "日本語",
    "👩‍🔬",
    "\u{10fffd}",
    "\u202eabc",
    "-x",
    "--flag=1",
    "- a",
    "-",
    "? a",
    ": b",
  ],
  ...[
    "a: b",
    "a:b",
    "key: {x: [1, 2]}",
    "# comment",
    "a # b",
    "a#b",
    "|",
    ">",
    "|-\n  x",
    "---",
    "...",
    "<<",
    "{",
    "}",
    "[a, b]",
    '{"a": 1}',
  ],
  ...[
    "null",
    "~",
    "true",
    "True",
    "yes",
    "no",
    "1",
    "1.10",
    "0x1F",
    "1e3",
    ".nan",
    "-0",
    "2025-01-01",
    "12:30:45",
    "0o14",
    "1_000",
  ],
  ...[
    "script.sh",
    "query.sql",
    "a.json",
    "a.yaml",
    "a.yml",
    "template.j2",
    "page.html",
    "/etc/passwd",
    "../../x.json",
    "s3://bucket/a.json",
  ],
  ...[
    "{",
    "{}",
    "}}",
    "{{",
    "{{ ds }}",
    "{{ 1 / 0 }}",
    "{% raw %}",
    "{% if x",
    "{# comment #}",
    "{{ params.p }}",
    "{{'{{'}}",
    "#{x}",
    "%(x)s",
  ],
  ...[
    '")\nimport os\nos.system("id")\n("',
    '", task_id="x',
    "'''\nimport os\n'''",
    "None",
    "f'{x}'",
    "__import__('os')",
    "\\u0022",
    "\\'",
  ],
];

/** The texts above, and random ones. */
export const VALUES: readonly string[] = [
  ...new Set([
    ...CHOSEN,
    ...fc
      .sample(fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.string()), {
        numRuns: 40,
        seed: 20_250_101,
      })
      .filter((text) => !text.includes("\0")),
  ]),
];

/** Whether Airflow would read a part of a text as a template. */
export function hasTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}

/** Characters that YAML allows only in double quotes. */
const NEEDS_ESCAPE = /[\p{Cc}\u2028\u2029\ufeff]/u;

/** Every valid YAML spelling of a text after `key: ` in a map that is indented by `indent`. */
export function writings(text: string, indent: string): string[] {
  const ways = [
    stringify({ k: text }, { lineWidth: 0 }).slice("k: ".length, -1).replaceAll("\n", `\n${indent}`),
    JSON.stringify(text),
  ];
  if (!NEEDS_ESCAPE.test(text)) {
    ways.push(`'${text.replaceAll("'", "''")}'`);
  }
  const lines = text.replace(/\n+$/, "").split("\n");
  if (lines.every((line) => line !== "" && !line.startsWith(" ") && !NEEDS_ESCAPE.test(line))) {
    const [, end = ""] = /[^\n](\n*)$/.exec(text) ?? [];
    const sign = end === "" ? "-" : end === "\n" ? "" : "+";
    ways.push(`|${sign}\n${lines.map((line) => `${indent}  ${line}`).join("\n")}${end.slice(1)}`);
  }
  if (/^[a-zA-Z0-9$/][\w.$(){}/\\"'+-]*$/.test(text) && text !== "null") {
    ways.push(text);
  }
  return ways;
}

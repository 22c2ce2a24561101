import { styleFindings } from "../../../tools/style/check";

const messages = (path: string, text: string): string[] =>
  styleFindings(path, text).map(({ line, column, message }) => `${line}:${column} ${message.replace(/:.*/, "")}`);

describe("hard phrases are found", () => {
  test.each([
    "What a crash left of a DAG that never runs again is deleted by tasks of others",
    "Write on a pod whose it is.",
    "The pod waits as long as this one is of no DAG.",
    "What Airflow was told, besides what it made of that.",
    "A warning is only told: it works, but is rarely what was meant.",
    "The key tags stands twice in this map",
    "Who hears of it",
    "Its code is that role by itself",
    "The address is undefined where it is none",
    "The command tries in vain",
    "Airflow is a stand-in here",
    "The network, where there is no gateway",
    "The role may not change its like",
    "Permissions are as they stood before",
    "All resources save for the state",
    "The behavior of the scheduler",
    "Jobs are organized by team",
  ])("%s", (sentence) => {
    expect(messages("page.md", sentence)).not.toEqual([]);
    expect(messages("code.ts", `/** ${sentence} */\nexport const one = 1;\n`)).not.toEqual([]);
    expect(messages("code.ts", `throw new Error(\`${sentence}\`);\n`)).not.toEqual([]);
    expect(messages("code.py", `def one():\n    """${sentence}"""\n`)).not.toEqual([]);
    expect(messages("file.yml", `# ${sentence}\none: 1\n`)).not.toEqual([]);
    expect(messages("schema.json", JSON.stringify({ description: sentence }, null, 1))).not.toEqual([]);
  });
});

describe("plain sentences pass", () => {
  test.each([
    "Airflow reports the error on the DAG's page.",
    "The letters `stands` are code, and so is `color`.",
    "MWAA stands for Managed Workflows for Apache Airflow.",
    "What you need",
    "What happened to my run?",
    "A long-standing name.",
  ])("%s", (sentence) => {
    expect(messages("page.md", sentence)).toEqual([]);
    expect(messages("code.ts", `// ${sentence}\nexport const one = 1;\n`)).toEqual([]);
  });
});

describe("only prose is read", () => {
  test("not the tags of a template of HTML, whose texts are separate sentences", () => {
    const words = "one two three four five six seven eight nine ten eleven";
    const cells = Array.from({ length: 4 }, () => `<td class="x">${words}</td>`).join("\n");
    expect(messages("code.ts", `export const row = html\`<tr>\n${cells}\n\${more}</tr>\`;\n`)).toEqual([]);
    expect(
      messages("code.ts", "export const p = html`<p>${one}</p>\n<p>the warning is only told here</p>`;\n"),
    ).toEqual([expect.stringMatching(/^2:16 "is only told"/)]);
  });

  test("not blocks of code, code spans, addresses and link targets of a page", () => {
    const page =
      "Text.\n\n```text\nit is told\n```\n\n[a link](is/told.md) and `is told` and https://example.com/stands.\n";
    expect(messages("page.md", page)).toEqual([]);
  });

  test("but comments in blocks of commands and manifests", () => {
    expect(messages("page.md", "Text.\n\n```sh\nls # it is told\n```\n\n```yaml\n# it stands\na: 1\n```\n")).toEqual([
      '4:9 "is told"',
      '8:6 "stands"',
    ]);
  });

  test("not code spans of one character, of several lines, or with other marks inside", () => {
    const page = "It has `…` and `a\nstands` and ``b ` stands`` in it, and `c`.\n";
    expect(messages("page.md", page)).toEqual([]);
  });

  test("not identifiers, keys and short strings of code", () => {
    expect(messages("code.ts", 'const stands = "stands"; const color = { stood: "in vain" };\n')).toEqual([]);
    expect(messages("code.py", 'color = "stands"  # noqa\n')).toEqual([]);
  });
});

describe("a finding has the place in the file", () => {
  test("in a cell of a table", () => {
    expect(messages("page.md", "| a | b |\n| - | - |\n| c | it stands here |\n")).toEqual(['3:10 "stands"']);
  });

  test("in a comment, for a phrase that continues on the next line", () => {
    expect(
      messages("code.ts", "/**\n * One line, and the reader is\n * told more.\n */\nexport const a = 1;\n"),
    ).toEqual(['2:29 "is told"']);
  });

  test("in one-line comments that follow each other", () => {
    expect(messages("code.py", "# The reader is\n# told more.\n")).toEqual(['1:14 "is told"']);
  });
});

test("a table row that a blank line cuts off from its table is found", () => {
  const table = "| a | b |\n| - | - |\n| c | d |\n";
  expect(messages("page.md", `# Page\n\n${table}`)).toEqual([]);
  expect(messages("page.md", `# Page\n\n${table}\n| e | f |\n`)).toEqual([
    "7:1 a table row after a blank line; remove the line",
  ]);
});

describe("long sentences", () => {
  const words = (count: number): string => Array.from({ length: count }, () => "word").join(" ");

  test("of more than 30 words are found, also across line breaks", () => {
    const [first, second] = [words(16), words(15)];
    expect(messages("page.md", `${first}\n${second}.`)).toEqual([
      "1:1 a sentence of 31 words; write two of at most 30",
    ]);
  });

  test("end at a line break in a cell", () => {
    expect(messages("page.md", `| a |\n| - |\n| ${words(20)}<br>${words(20)} |\n`)).toEqual([]);
  });

  test("of 30 words pass, and items of a list are not one sentence", () => {
    expect(messages("page.md", `${words(30)}.`)).toEqual([]);
    expect(messages("page.md", `- ${words(20)}\n- ${words(20)}\n`)).toEqual([]);
  });
});

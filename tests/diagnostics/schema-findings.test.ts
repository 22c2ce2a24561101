import { compileSchema } from "../../diagnostics/schema-findings";
import { manifest, problemsOf } from "../support/manifests";

const told = (text: string): string[] =>
  problemsOf(text).map(({ code, line, column, message }) => `${code}@${line}:${column} ${message}`);

describe("violations of the schema are explained in words, each once", () => {
  test.each([
    [
      "an unknown key of dag",
      manifest("retrys: 1"),
      "unknown-key@4:3 unknown key retrys in dag; did you mean retries?",
    ],
    [
      "an unknown top-level key",
      manifest("", "zzzzzzzz: 1\n"),
      "unknown-key@4:1 unknown key zzzzzzzz at the top level; write one of dag, iam, maintainers, notifications, secrets, tags",
    ],
    ["a scalar for a map", manifest("", "iam: all\n"), 'wrong-type@4:6 iam must be a map, not "all"'],
    ["a text for a list", manifest("", "secrets: key\n"), 'wrong-type@4:10 secrets must be a list, not "key"'],
    [
      "a text for a whole number",
      manifest("retries: three"),
      'wrong-type@4:12 dag.retries must be a whole number, not "three"',
    ],
    [
      "a fraction for a whole number",
      manifest("retries: 1.5"),
      "wrong-type@4:12 dag.retries must be a whole number, not 1.5",
    ],
    ["a text for a boolean", manifest("catchup: yes"), 'wrong-type@4:12 dag.catchup must be true or false, not "yes"'],
    [
      "a variable without a value",
      manifest("env_vars: {X: }"),
      'wrong-type@4:14 dag.env_vars.X must be text or a number or true or false, not null; write "" for an empty text, or "None" if your code expects Python\'s word',
    ],
    [
      "a name that no variable can have",
      manifest("env_vars: {1X: a}"),
      'bad-name@4:14 "1X" cannot be a name in dag.env_vars (Letters, digits and _, the first not a digit)',
    ],
  ])("%s", (_name, text, problem) => {
    expect(told(text)[0]).toContain(problem);
    expect(told(text)).toHaveLength(1);
  });

  test("the message for a number instead of text says only how to keep it", () => {
    expect(told(manifest().replace("v1.0.0", "1.10"))).toEqual([
      "wrong-type@3:8 dag.tag must be text, not 1.1; put it in quotes",
    ]);
  });

  test("a missing key is reported with an example and its meaning, at the map that should have it", () => {
    const problems = told("dag: {repository: moj-analytical-services/a}\ntags: {owner: a@justice.gov.uk}\n");
    expect(problems).toEqual([
      expect.stringMatching(/^missing-key@1:1 maintainers is missing; write maintainers: \["[^"]+"\] \(.+\)$/),
      expect.stringMatching(/^missing-key@1:6 dag\.tag is missing; write tag: "v2\.0\.0" \(.+\)$/),
      expect.stringMatching(
        /^missing-key@2:7 tags\.business_unit is missing; write business_unit: "Central Digital" \(.+\)$/,
      ),
    ]);
  });

  test("a missing map is reported with the keys that it must have", () => {
    expect(told("dag:\nmaintainers: [a]\n")).toEqual([
      "missing-key@1:1 dag is missing; write dag: and, below it, repository and tag (The tasks, and when they run)",
      "missing-key@1:1 tags is missing; write tags: and, below it, business_unit and owner (Business unit and team that own the workflow)",
    ]);
  });

  test("the message for a file that is not a map lists the keys of a manifest", () => {
    expect(told("- a\n")).toEqual([
      'wrong-type@1:1 the file must be a map, not ["a"]; its keys are dag, iam, maintainers, notifications, secrets, tags',
    ]);
  });

  test("a long value is cut short", () => {
    const long = (length: number): string => told(manifest(`retries: ${"x".repeat(length)}`))[0] ?? "";
    expect(long(78)).toContain(`not "${"x".repeat(78)}"`);
    expect(long(79)).toContain(`not "${"x".repeat(76)}…`);
    expect(long(79)).not.toContain("x".repeat(77));
  });

  test("a word outside a short list is reported with the nearest word, or with all", () => {
    const athena = (word: string): string[] => told(manifest("", `iam: {athena: ${word}}\n`));
    expect(athena("wirte")).toEqual(['not-offered@4:15 iam.athena cannot be "wirte"; did you mean write?']);
    expect(athena("everything")).toEqual([
      'not-offered@4:15 iam.athena cannot be "everything"; write one of read, write',
    ]);
  });

  test("a long list is shown by one example", () => {
    expect(told(manifest("compute_profile: enormous"))).toEqual([
      'not-offered@4:20 dag.compute_profile cannot be "enormous"; write for example general-spot-1vcpu-4gb',
    ]);
  });

  test("a value of another form is reported with its meaning and an example", () => {
    expect(told(manifest().replace("v1.0.0", "a/b"))[0]).toMatch(
      /^wrong-form@3:8 dag\.tag cannot be "a\/b" \([A-Z].+[^.]\); write for example "v2\.0\.0"$/,
    );
  });

  test("names with the characters of a JSON pointer stay unchanged", () => {
    const check = compileSchema({ type: "object", additionalProperties: { type: "integer" } });
    expect(check({ "a/b": "x", "c~d": "x", "7": "x", "7x": "x", "~1": "x" }).map(({ path }) => path)).toEqual([
      [7],
      ["a/b"],
      ["c~d"],
      ["7x"],
      ["~1"],
    ]);
  });

  test("lists count from 0 in a message, as they do in a path", () => {
    expect(told(manifest("", "secrets: [a, B]\n"))[0]).toMatch(/^wrong-form@4:14 secrets\[1\] cannot be "B"/);
    expect(told(manifest("schedule: {datasets: [1]}"))[0]).toMatch(/dag\.schedule\.datasets\[0\] must be text, not 1/);
  });

  test("a value of another type is reported once, whatever else the schema requires; so are its neighbours", () => {
    expect(told(manifest("compute_profile: 3\nretries: -1")).map((problem) => problem.split(" ")[0])).toEqual([
      "wrong-type@4:20",
      "out-of-bounds@5:12",
    ]);
  });

  test("the message for a number beyond its bounds gives the bound and the meaning of the key", () => {
    expect(told(manifest("retries: -1"))[0]).toMatch(
      /^out-of-bounds@4:12 dag\.retries is -1, but must be at least 0 \([A-Z].+\); write for example 3$/,
    );
  });

  test("the eleventh of a list is counted in full", () => {
    const ids = "a, b, c, d, e, f, g, h, i, j";
    expect(told(manifest("", `secrets: [${ids}, B]\n`))[0]).toMatch(/^wrong-form@4:41 secrets\[10\]/);
  });

  test("the messages for a null, a boolean and a list instead of text say what to write", () => {
    const check = compileSchema({
      type: "object",
      properties: {
        text: { type: "string", examples: ["a"] },
        number: { type: ["number", "string"] },
        plain: { type: "integer" },
      },
    });
    const messages = (data: object): string[] => check(data).map(({ message }) => message);
    expect(messages({ text: null })).toEqual(['text must be text, not null; write "" for an empty text']);
    expect(messages({ text: true })).toEqual(['text must be text, not true; write for example "a"']);
    expect(messages({ text: [1] })).toEqual(['text must be text, not [1]; write for example "a"']);
    expect(messages({ text: 1 })).toEqual(["text must be text, not 1; put it in quotes"]);
    expect(messages({ number: true })).toEqual(["number must be a number or text, not true"]);
    expect(messages({ plain: null })).toEqual(["plain must be a whole number, not null"]);
    expect(messages({ plain: "x" })).toEqual(['plain must be a whole number, not "x"']);
  });

  test.each([
    ["one value for a list of one", "dag", "tasks: {a: {}, b: {dependencies: a}}", 'not "a"; write ["a"]'],
    ["a word for true", "dag", "catchup: Yes", 'not "Yes"; write true, without quotes'],
    ["a text for true", "dag", "catchup: 'true'", 'not "true"; write true, without quotes'],
    ["a word for false", "dag", "catchup: off", 'not "off"; write false, without quotes'],
    ["a word that is neither", "dag", "catchup: maybe", 'not "maybe"'],
    ["a number in quotes", "dag", "retries: '3'", "; write 3, without quotes"],
    [
      "a number with its unit",
      "dag",
      "retry_delay: 5m",
      'not "5m" (Seconds that Airflow waits before a retry); write for example 150',
    ],
    ["a number for a schedule", "dag", "schedule: 5", 'not 5; write for example "0 8 * * *"'],
    ["a number for a date", "dag", "start_date: 20250101", 'not 20250101; write for example "2025-01-01"'],
    ["true for one of some words", "", "iam: {athena: true}", "not true; write one of read, write"],
    ["a map for a list", "", "secrets: {a: b}", 'not {"a":"b"}; write for example ["api-key"]'],
    ["a scalar for a map of known keys", "", "iam: true", "not true; its keys are athena, bedrock, "],
    ["a key of dag at the top level", "", "schedule: '@daily'", "at the top level; write it below dag, indented"],
    ["a key of iam at the top level", "", "kms: [a]", "at the top level; write it below iam, indented"],
    ["a no-break space", "dag", "retries: 3\u00a0", 'not "3\\u00a0" (How often'],
  ])("%s", (_name, place, line, end) => {
    const text = place === "dag" ? manifest(line) : manifest("", `${line}\n`);
    expect(told(text)).toEqual([expect.stringContaining(end)]);
  });

  test("a value without a clear meaning gets no suggestion", () => {
    expect(told(manifest("catchup: maybe"))).toEqual([
      'wrong-type@4:12 dag.catchup must be true or false, not "maybe"',
    ]);
    expect(told(manifest("retries: '30'"))[0]).toMatch(/; write 30, without quotes$/);
    expect(told(manifest("retries: x3"))[0]).toMatch(/; write for example 3$/);
  });

  test("a repository's name may contain .git, but not end in it", () => {
    const repository = (name: string): string[] =>
      told(manifest().replace(/repository: \S+/, `repository: moj-analytical-services/${name}`));
    expect(repository("a.git")).toHaveLength(1);
    expect(repository("a.git")[0]).toContain("as organisation/name without .git;");
    expect(repository("a.github.io")).toEqual([]);
  });

  test("violations of a schema without descriptions are explained too", () => {
    const check = compileSchema({
      type: "object",
      properties: {
        bare: {},
        listed: { type: "array", items: { enum: ["x"], examples: ["x"] } },
        small: { type: "object", propertyNames: { maxLength: 2, description: "At most two letters." } },
        code: { type: "string", pattern: "^x", description: "AWS name. Of two sentences." },
        word: { type: "string", pattern: "^x", description: "Name of a thing." },
        twenty: { enum: [...Array(20).keys()].map((index) => `word-${index}`) },
        more: { enum: [null, ...[...Array(21).keys()].map((index) => `word-${index}`)] },
      },
      required: ["bare", "listed"],
    });
    const messages = (data: object): string[] => check(data).map(({ message }) => message);
    const present = { bare: 1, listed: [] };
    expect(messages({})).toEqual(["bare is missing; write bare: …", 'listed is missing; write listed: ["x"]']);
    expect(messages({ ...present, small: { abc: 1 } })).toEqual([
      '"abc" cannot be a name in small (At most two letters)',
    ]);
    expect(messages({ ...present, code: "a" })).toEqual(['code cannot be "a" (AWS name. Of two sentences)']);
    expect(messages({ ...present, word: "a" })).toEqual(['word cannot be "a" (Name of a thing)']);
    expect(messages({ ...present, twenty: "z" })[0]).toBe(
      `twenty cannot be "z"; write one of ${[...Array(20).keys()].map((index) => `word-${index}`).join(", ")}`,
    );
    expect(messages({ ...present, more: "z" })).toEqual(['more cannot be "z"; write for example word-0']);
  });
});

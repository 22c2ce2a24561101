import { codesOf, compiled, environmentOf, manifest, problemsOf } from "../../support/manifests";

const messagesOf = (lines: string): string[] => problemsOf(manifest(lines)).map(({ message }) => message);

describe("numbers of parameters", () => {
  test.each(["7", "-3", "0", "1.5", "0.001", "9007199254740991"])("%s is kept unchanged", (number) => {
    expect(codesOf(manifest(`params: {a: ${number}}`))).toEqual([]);
    expect(compiled(manifest(`params: {a: ${number}}`)).dag.params["a"]).toBe(Number(number));
  });

  test.each(["9007199254740993", "1e300"])("%s cannot be kept exactly", (number) => {
    expect(codesOf(manifest(`params: {a: ${number}}`))).toEqual(["inexact-number@4:15"]);
  });

  test.each([
    [".inf", "Infinity"],
    ["-.inf", "-Infinity"],
    [".nan", "NaN"],
  ])("%s is not a number in JSON", (number, name) => {
    expect(problemsOf(manifest(`params: {a: ${number}}`))).toMatchObject([
      {
        code: "wrong-type",
        line: 4,
        column: 15,
        message: `dag.params.a must be text or a number or true or false, not ${name}; put it in quotes`,
      },
    ]);
  });

  test.each([
    ["1.0", "1"],
    ["1.10", "1.1"],
    ["0x1F", "31"],
    ["1e3", "1000"],
    ["-0", "0"],
    ["+1", "1"],
  ])("%s arrives as %s, with a warning that says how to keep it", (written, number) => {
    expect(problemsOf(manifest(`params: {a: ${written}}`))).toMatchObject([
      {
        severity: "warning",
        code: "rewritten-number",
        line: 4,
        column: 15,
        message: `the parameter a arrives as the number ${number}; put it in quotes to keep ${written}`,
      },
    ]);
  });

  test("in quotes, any text is kept", () => {
    expect(codesOf(manifest("params: {a: '1.10', b: '9007199254740993', c: '.nan'}"))).toEqual([]);
  });
});

describe("text that a container cannot receive is refused in every map", () => {
  test.each([
    ["dag.env_vars", 'env_vars: {A: "a\\0"}', "not-text@4:17"],
    ["dag.params", 'params: {A: "a\\0"}', "not-text@4:15"],
    ["dag.tasks.<name>.env_vars", 'tasks: {t: {env_vars: {A: "\\ud83d"}}}', "not-text@4:29"],
    ["dag.params, half of a surrogate pair", 'params: {A: "\\ud83d"}', "not-text@4:15"],
  ])("%s", (_name, lines, code) => {
    expect(codesOf(manifest(lines))).toEqual([code]);
  });
});

describe("numbers of dag have bounds that Airflow supports", () => {
  test.each([
    ["retries: 1000", []],
    ["retries: 1001", ["out-of-bounds@4:12"]],
    ["retries: -1", ["out-of-bounds@4:12"]],
    ["max_active_runs: 1000", []],
    ["max_active_runs: 0", ["out-of-bounds@4:20"]],
    ["max_active_runs: 1e22", ["out-of-bounds@4:20"]],
    ["retries: 1\nretry_delay: 2592001", ["out-of-bounds@5:16"]],
    ["schedule: {hours: 8760}", []],
    ["schedule: {hours: 8761}", ["out-of-bounds@4:21"]],
    ["schedule: {minutes: 525601}", ["out-of-bounds@4:23"]],
    ["schedule: {seconds: 31536001}", ["out-of-bounds@4:23"]],
    ["schedule: {seconds: 59}", ["out-of-bounds@4:23"]],
    ["schedule: {seconds: 60}", []],
  ])("%s", (lines, codes) => {
    expect(codesOf(manifest(lines))).toEqual(codes);
  });
});

describe("a tag of Airflow has at most 100 characters", () => {
  test.each([
    [100, []],
    [101, ["out-of-bounds"]],
  ])("an owner's address of %i characters", (length, codes) => {
    const owner = `${"a".repeat(length - "@justice.gov.uk".length)}@justice.gov.uk`;
    expect(problemsOf(manifest().replace("team@justice.gov.uk", owner)).map(({ code }) => code)).toEqual(codes);
  });
});

describe("retry_delay without retries", () => {
  test.each([
    ["retry_delay: 60", ["retry-delay-without-retries@4:3"]],
    ["retries: 0\nretry_delay: 60", ["retry-delay-without-retries@5:3"]],
    ["retries: 1\nretry_delay: 60", []],
    ["retries: 0", []],
  ])("%j", (lines, codes) => {
    expect(codesOf(manifest(lines))).toEqual(codes);
  });
});

describe("keys of dag that depend on each other", () => {
  test("are explained in words", () => {
    expect(messagesOf("retry_delay: 60")).toEqual([
      "dag.retry_delay has no effect while dag.retries is 0; set dag.retries or remove it",
    ]);
    expect(messagesOf("python_dag: true")).toEqual([
      "the platform runs no DAGs of your own in Python; npm run convert -- <path>/dag.py writes the manifest that replaces it",
    ]);
    expect(messagesOf('inlets: ["a:b"]\ntasks: {a: {}}')).toEqual([
      "dag.inlets is only for workflows without dag.tasks; move it to the task that it belongs to",
    ]);
    expect(messagesOf("params: {a: 1e300}")).toEqual([
      "the parameter a is too large a number to keep every digit; put it in quotes",
    ]);
  });

  test("python_dag: false means the same as an absent key", () => {
    expect(codesOf(manifest("python_dag: false"))).toEqual([]);
  });

  test("datasets beside tasks are reported one by one; without tasks, or in tasks, they are allowed", () => {
    expect(codesOf(manifest('inlets: ["a:b"]\noutlets: ["a:c"]\ntasks: {a: {}}'))).toEqual([
      "datasets-beside-tasks@4:3",
      "datasets-beside-tasks@5:3",
    ]);
    expect(codesOf(manifest('inlets: ["a:b"]\noutlets: ["a:c"]'))).toEqual([]);
    expect(codesOf(manifest('tasks: {a: {inlets: ["a:b"]}}'))).toEqual([]);
  });

  test("an organisation outside the configuration is reported with the nearest, or with all", () => {
    const of = (organisation: string): string[] =>
      problemsOf(manifest().replace("moj-analytical-services", organisation)).map(({ message }) => message);
    expect(of("ministryofjustise")).toEqual([
      "the platform runs no repositories of ministryofjustise; write ministryofjustice/<name>",
    ]);
    expect(of("zz")).toEqual([
      "the platform runs no repositories of zz; write ministryofjustice or moj-analytical-services/<name>",
    ]);
  });

  test("networking is refused without a Transit Gateway at each place where it is true", () => {
    expect(codesOf(manifest("tasks:\n  a: {hmcts_sdp_networking: true}\n  b: {hmcts_sdp_networking: false}"))).toEqual([
      "no-transit-gateway@5:31",
    ]);
    expect(codesOf(manifest("hmcts_sdp_networking: false"))).toEqual([]);
    expect(codesOf(manifest("hmcts_sdp_networking: true"), environmentOf("test"))).toEqual([]);
    expect(messagesOf("hmcts_sdp_networking: true")).toEqual([
      "development has no Transit Gateway, so its workflows cannot reach HMCTS SDP; remove hmcts_sdp_networking",
    ]);
  });
});

import { compiled, manifest, problemsOf } from "../support/manifests";

describe("values of env_vars keep their spelling in YAML", () => {
  test.each([
    ["true", "true"],
    ["True", "True"],
    ["1.10", "1.10"],
    ["0x1F", "0x1F"],
    ["1e3", "1e3"],
    ["'1.10'", "1.10"],
    ["017", "017"],
    ["0o17", "0o17"],
    ["0b1", "0b1"],
    ["1_000", "1_000"],
    ["-0", "-0"],
    ["+1", "+1"],
    ["12345678901234567890123", "12345678901234567890123"],
    ["yes", "yes"],
    ["off", "off"],
    ["2025-01-01", "2025-01-01"],
    ["2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z"],
    ["12:30:00", "12:30:00"],
    ["|-\n    a\n    b", "a\nb"],
    ["'it''s'", "it's"],
    ["!!str 1", "1"],
    ['""', ""],
    ['"a\\nb"', "a\nb"],
    ["'{ ds }}'", "{ ds }}"],
    ["$HOME", "$HOME"],
    ["-x", "-x"],
  ])("%s arrives as %j", (written, text) => {
    expect(compiled(manifest(`env_vars:\n  X: ${written}`)).dag.env_vars["X"]).toBe(text);
  });
});

describe("values of env_vars other than text, number, true or false are refused, with the correction", () => {
  test.each([
    ["~", 'write "" for an empty text'],
    ["null", 'write "" for an empty text'],
    [".inf", "put it in quotes"],
    ["-.inf", "put it in quotes"],
    [".nan", "put it in quotes"],
    ["[a]", "must be text or a number or true or false"],
    ["{a: b}", "must be text or a number or true or false"],
  ])("%s", (written, advice) => {
    const problems = problemsOf(manifest(`env_vars:\n  X: ${written}`));
    expect(problems).toMatchObject([{ severity: "error", code: "wrong-type", line: 5, column: 8 }]);
    expect(problems[0]?.message).toContain(advice);
  });
});

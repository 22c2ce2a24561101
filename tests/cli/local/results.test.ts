import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { keptPart, LARGEST_RESULT, readResult } from "../../../cli/local/results";
import { messageOf } from "../../../diagnostics/message-of";
import { ROOT } from "../../../platform/root";
import { hasAirflow } from "../../support/airflow";
import { temporaryFolder } from "../../support/command";

/** Results that programs might write. */
const WRITTEN = [
  '{"x": "yes"}',
  '{"x": 42}',
  ' {"x": 1.0, "y": 2}\n',
  '{"x": -0}',
  '{"x": 1e3}',
  '{"x": 1.5E-7}',
  '{"x": 123456789012345678901234567890}',
  '{"x": true}',
  '{"x": null}',
  '{"x": ""}',
  '{"x": {"a": 1.0, "é": [1, 2.50, "3.0", null]}}',
  '{"x": "number 1.0 \\" 2.0"}',
  '{"x": "\\u00e9\\ud83d\\ude00"}',
  '{"x": "{{ ds }} $(HOME)"}',
  '{"x": 1, "x": 2}',
  '{"x": {"__classname__": "a"}}',
  "",
  " \n",
  "x: 1",
  '{"x": NaN}',
  '{"x": 1e999}',
  '{"x": 01}',
  '{"x": "a\nb"}',
  '{"y": 1}',
  "{}",
  "[1]",
  "42",
  '"x"',
  "null",
  '{"x": "\\u0000"}',
  '{"x": "\\ud800"}',
  `{"x": ${"[".repeat(4000)}`,
  `{"x": "${"a".repeat(LARGEST_RESULT)}`,
  `{"x": "${"a".repeat(4000)}"}`,
];

function here(text: string): { x: string } | { problem: string } {
  try {
    return readResult(text, ["x"]) as { x: string };
  } catch (caught) {
    return { problem: messageOf(caught) };
  }
}

test.each([
  ["", "it wrote no result to /dev/termination-log"],
  ["x: 1", "its result is not JSON: "],
  ['{"x": 1e999}', "its result is not JSON: 1e999 is too large a number"],
  ['{"y": 1}', 'its result has no x; it has "y"'],
  ["{}", "its result has no x; it has no field"],
  ["[1]", 'its result is not a JSON object, such as {"rows": 42}'],
  ['{"x": "\\u0000"}', "the field x of its result has the character NUL"],
  [`{"x": "${"a".repeat(LARGEST_RESULT)}`, "its result is too large: Kubernetes keeps 4096 bytes"],
])("a result that no task can use says why: %.40s", (text, problem) => {
  expect(here(text)).toEqual({ problem: expect.stringContaining(problem) as string });
});

const PACKAGE = `
import json, sys
from analytical_platform_airflow.results import _check_text, _read
from analytical_platform_airflow.template_steps import as_text

def of(text):
    try:
        value = as_text(_read(text)["x"])
        _check_text("x", value)
        return value
    except Exception:
        return None

print(json.dumps([of(text) for text in json.load(sys.stdin)]))
`;

(hasAirflow("3.0.6") ? test : test.skip)("each result gives the text, or the refusal, of the shared package", () => {
  const python = resolve(ROOT, ".venvs/airflow-3.0.6/bin/python");
  const output = execFileSync(python, ["-c", PACKAGE], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: resolve(ROOT, "dags"), AIRFLOW_HOME: temporaryFolder() },
    input: JSON.stringify(WRITTEN),
  });
  const texts = WRITTEN.map(here).map((result) => ("x" in result ? result.x : null));
  expect(texts).toEqual(JSON.parse(output.trim().split("\n").at(-1) ?? ""));
});

test("the last bytes of a longer file count, as in Kubernetes", () => {
  const file = join(temporaryFolder(), "result");
  writeFileSync(file, `${"a".repeat(10)}${"b".repeat(LARGEST_RESULT)}`);
  expect(keptPart(file)).toBe("b".repeat(LARGEST_RESULT));
  writeFileSync(file, '{"x": 1}');
  expect(keptPart(file)).toBe('{"x": 1}');
});

import { settingsInWords, shownValue } from "../../workflow/settings-in-words";
import { compiled, environmentOf, manifest } from "../support/manifests";

/** Settings of a workflow in the environment that reaches HMCTS SDP. */
function words(lines: string, more = ""): string[] {
  const workflow = compiled(manifest(lines, more), environmentOf("test"), "manifests/test/examples/hello/workflow.yml");
  return settingsInWords(workflow.dag).map(({ label, text }) => `${label}: ${text}`);
}

test("settings that have no effect are left out", () => {
  expect(words("")).toEqual(["schedule: Only when triggered"]);
});

test.each([
  ["schedule: '30 4 * * *'", "schedule: At 04:30 (UTC)"],
  ["schedule: '@daily'\nis_paused_upon_creation: true", "schedule: Every day at 00:00 (UTC), paused at first"],
  ["schedule: '@hourly'\nstart_date: 2025-01-01", "dates: from 2025-01-01; no catch-up"],
  [
    "schedule: '@monthly'\nstart_date: 2025-01-01\nend_date: 2025-06-01\ncatchup: true",
    "dates: from 2025-01-01 until 2025-06-01; catches up: a run for every interval since the start",
  ],
  ["retries: 2\nretry_delay: 60", "retries: 2, 60 seconds apart"],
  ["max_active_runs: 3", "runs at once: at most 3"],
  ["max_active_tasks: 3", "tasks at once: at most 3"],
  ["timeout: 3600", "timeout of a run: 3600 seconds"],
  ["tasks: {load: {timeout: 60}}", "timeout of load: 60 seconds"],
  ["tasks: {load: {retries: 1}}", "retries of load: 1, 300 seconds apart"],
  ["retries: 2\ntasks: {load: {retries: 0}}", "retries of load: none"],
  ["tasks: {load: {command: [python, -m, load]}}", "command of load: python -m load"],
  ["tasks: {load: {args: [--day, '{{ ds }}']}}", "arguments of load: --day {{ ds }}"],
  ["tasks: {load: {}, tidy: {dependencies: [load], trigger_rule: all_done}}", "trigger rule of tidy: all_done"],
  [
    "tasks: {a: {}, load: {dependencies: [a], when: {value: '{{ results.a.ok }}', is: true}}}",
    'condition of load: {{ results.a.ok }} is "true"',
  ],
  ["tasks: {a: {}, load: {dependencies: [a], args: ['{{ results.a.x }}']}}", "result of a: x, for other tasks"],
  ["depends_on_past: true", "order: a task waits until it has succeeded in the previous run"],
  ["params: {limit: 3}", "parameter: limit = 3"],
  ["env_vars: {COUNTRY: Wales}", "environment variable: COUNTRY = Wales"],
  ["env_vars: {DAY: '{{ ds }}'}", "environment variable: DAY = {{ ds }}"],
  ["tasks: {load: {env_vars: {STEP: one}}}", "environment variable of load: STEP = one"],
  ["hmcts_sdp_networking: true", "HMCTS SDP network: every task"],
  ["tasks: {load: {hmcts_sdp_networking: true}, send: {dependencies: [load]}}", "HMCTS SDP network: load"],
])("%j is described", (lines, expected) => {
  expect(words(lines)).toContain(expected);
});

test("notifications name who gets them, and when", () => {
  const notifications =
    "notifications: {emails: [a@justice.gov.uk], slack_channel: team, slack_events: [failure, success]}\n";
  expect(words("", notifications)).toEqual([
    "schedule: Only when triggered",
    "email: a@justice.gov.uk, when a run fails",
    "slack: #team, when a run fails and when a run succeeds",
  ]);
});

test("the platform's own variables, and those that repeat a parameter, are not the workflow's settings", () => {
  expect(words("params: {day: monday}").join()).not.toMatch(/AWS_|AIRFLOW_|PARAM_/);
});

test("a value that looks like a secret is cut to its beginning", () => {
  const said = words("env_vars: {DB_PASSWORD: correct-horse-battery}\nparams: {api_token: abcdefghijkl}").join("\n");
  expect(said).toContain("DB_PASSWORD = corr… (hidden, because it looks like a secret)");
  expect(said).toContain("api_token = abc… (hidden");
  expect(said).not.toMatch(/horse|defgh/);
});

test("a credential of a known form is cut, whatever its name", () => {
  const token = `ghp_${"a1B2".repeat(9)}`;
  expect(shownValue("ANY", token)).toBe("ghp_… (hidden, because it looks like a secret)");
});

test("a long value is cut", () => {
  expect(shownValue("TEXT", "word ".repeat(100)).length).toBeLessThan(130);
});

test("the DAG's page says the same, and no value becomes Markdown or HTML there", () => {
  const { dag } = compiled(manifest("retries: 2\nenv_vars: {A: '<img src=x> [a](b) **c**'}"));
  expect(dag.doc_md).toContain("- **Retries**: 2, 300 seconds apart\n");
  expect(dag.doc_md).toContain(
    "- **Environment variable**: A = &#60;img src=x&#62; &#91;a&#93;(b) &#42;&#42;c&#42;&#42;\n",
  );
});

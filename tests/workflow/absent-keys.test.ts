import { stringify } from "yaml";

import schema from "../../manifests/workflow.schema.json";
import { compiled, manifest, problemsOf } from "../support/manifests";

const { Dag, Iam, Notifications, Task } = schema.$defs;

/** The keys of a map that may be left out. */
function optional(map: { readonly properties: object; readonly required?: readonly string[] }): string[] {
  return Object.keys(map.properties).filter((key) => map.required?.includes(key) !== true);
}

/** A manifest in which one optional key has this value. */
const PLACES: readonly (readonly [path: string, withValue: (value: unknown) => string])[] = [
  ...optional(Dag).map((key) => [`dag.${key}`, (value: unknown) => manifest(stringify({ [key]: value }))] as const),
  ...optional(Task).map(
    (key) =>
      [
        `dag.tasks.main.${key}`,
        (value: unknown) => manifest(stringify({ tasks: { main: { [key]: value } } })),
      ] as const,
  ),
  ...optional(Iam).map(
    (key) => [`iam.${key}`, (value: unknown) => manifest("", stringify({ iam: { [key]: value } }))] as const,
  ),
  ...optional(Notifications).map(
    (key) =>
      [
        `notifications.${key}`,
        (value: unknown) => manifest("", stringify({ notifications: { [key]: value } })),
      ] as const,
  ),
  ...optional(schema).map((key) => [key, (value: unknown) => manifest("", stringify({ [key]: value }))] as const),
];

const LEAST = compiled(manifest());

test.each(PLACES)("%s: null means the default, as if the key were absent", (_path, withValue) => {
  const text = withValue(null);
  expect(problemsOf(text)).toEqual([]);
  expect(compiled(text)).toEqual(LEAST);
});

test.each(["dag.env_vars", "dag.params", "dag.tasks", "dag.tasks.main.env_vars", "iam", "notifications"])(
  "%s: an empty map means absent",
  (path) => {
    const withValue = PLACES.find(([name]) => name === path)?.[1];
    expect(withValue && compiled(withValue({}))).toEqual(LEAST);
  },
);

test.each([
  "dag.inlets",
  "dag.outlets",
  "dag.tasks.main.dependencies",
  "dag.tasks.main.inlets",
  "dag.tasks.main.outlets",
  "iam.cloudwatch_logs_read_only",
  "iam.kms",
  "iam.s3_deny",
  "iam.s3_read_only",
  "iam.s3_read_write",
  "iam.s3_write_only",
  "iam.update_secrets",
  "notifications.emails",
  "notifications.slack_events",
  "secrets",
])("%s: an empty list means absent", (path) => {
  const withValue = PLACES.find(([name]) => name === path)?.[1];
  expect(withValue && compiled(withValue([]))).toEqual(LEAST);
});

test("an empty schedule means no schedule", () => {
  for (const schedule of ["{}", "{hours: null}", "{datasets: []}"]) {
    expect(compiled(manifest(`schedule: ${schedule}`))).toEqual(LEAST);
  }
});

test.each([
  ["dag.repository", manifest().replace("moj-analytical-services/example", "null")],
  ["dag.tag", manifest().replace("v1.0.0", "null")],
  ["maintainers", manifest().replace("[octocat]", "null")],
  ["maintainers", manifest().replace("[octocat]", "[]")],
  ["tags", manifest().replace(/tags:[^]*/, "tags:\n")],
  ["tags.business_unit", manifest().replace("Platforms", "null")],
  ["tags.owner", manifest().replace("team@justice.gov.uk", "null")],
])("%s has no default: null or an empty value is a missing key", (key, text) => {
  const problems = problemsOf(text);
  expect(problems).toMatchObject([{ severity: "error", code: "missing-key" }]);
  expect(problems[0]?.message).toMatch(new RegExp(`^${key.replace(".", "\\.")} is missing; write `));
});

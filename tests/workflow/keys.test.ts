import { codesOf, manifest, problemsOf } from "../support/manifests";

describe("a manifest that breaks the specification is refused at the line of the fault", () => {
  test.each([
    ["an unknown key", manifest("retrys: 1"), "unknown-key@4:3", /did you mean retries\?/],
    ["an unknown top-level key", manifest("", "secret: [a]\n"), "unknown-key@4:1", /did you mean secrets\?/],
    [
      "a missing required key",
      `dag:\n  repository: moj-analytical-services/example\n${manifest().split("\n").slice(3).join("\n")}`,
      "missing-key@1:1",
      /dag\.tag is missing; write tag: "v2\.0\.0"/,
    ],
    [
      "an organisation outside the list",
      manifest().replace("moj-analytical-services", "somebody"),
      "unknown-organisation@2:15",
      /ministryofjustice or moj-analytical-services/,
    ],
    ["a bad tag", manifest().replace("v1.0.0", "a/b"), "wrong-form@3:8", /dag\.tag/],
    ["the tag latest", manifest().replace("v1.0.0", "latest"), "tag-latest@3:8", /the tag of a release/],
    ["a tag that is a number", manifest().replace("v1.0.0", "1.0"), "wrong-type@3:8", /put it in quotes/],
    [
      "a profile that does not exist",
      manifest("compute_profile: general-spot-3vcpu-4gb"),
      "not-offered@4:20",
      /did you mean general-spot-/,
    ],
    [
      "a business unit outside the list",
      manifest().replace("Platforms", "hmpps"),
      "not-offered@7:18",
      /did you mean HMPPS\?/,
    ],
    [
      "an owner outside the department",
      manifest().replace("team@justice.gov.uk", "team@example.com"),
      "wrong-form@8:10",
      /ending @justice\.gov\.uk/,
    ],
    [
      "an email address outside the domains",
      manifest("", "notifications: {emails: [a@example.com]}\n"),
      "email-domain@4:26",
      /@justice\.gov\.uk/,
    ],
    ["no maintainers", manifest().replace("[octocat]", "[]"), "missing-key@5:14", /maintainers is missing/],
    ["a bad variable name", manifest("env_vars: {1X: a}"), "bad-name@4:14", /1X/],
    ["a variable without value", manifest("env_vars:\n  X:"), "wrong-type@5:5", /write ""/],
    ["a bad task name", manifest("tasks: {a b: {}}"), "bad-name@4:11", /a b/],
    ["a bad secret id", manifest("", "secrets: [API_KEY]\n"), "wrong-form@4:11", /API_KEY/],
    ["python_dag", manifest("python_dag: true"), "python-dag@4:15", /runs no DAGs of your own in Python/],
    ["a six-field cron", manifest('schedule: "0 7 3-10 * ? *"'), "bad-cron@4:13", /six|6 fields.*"0 7 3-10 \* \*"/],
    ["a cron that never comes", manifest('schedule: "0 0 31 2 *"'), "bad-cron@4:13", /day of month/],
    ["a cron out of range", manifest('schedule: "61 0 * * *"'), "bad-cron@4:13", /minute \(0-59\)/],
    ["a word for a schedule", manifest("schedule: daily"), "bad-cron@4:13", /@daily/],
    ["an unknown preset", manifest('schedule: "@dayly"'), "unknown-preset@4:13", /did you mean @daily\?/],
    [
      "two kinds of interval",
      manifest("schedule: {hours: 1, minutes: 2}"),
      "out-of-bounds@4:13",
      /hours, minutes, but may have at most 1 key/,
    ],
    ["a day outside the calendar", manifest("start_date: 2025-02-30"), "bad-date@4:15", /YYYY-MM-DD/],
    [
      "an end before the start",
      manifest("start_date: 2025-03-01\nend_date: 2025-02-01"),
      "end-before-start@5:13",
      /is not after dag.start_date/,
    ],
    [
      "an unknown dependency",
      manifest("tasks:\n  extract:\n  load: {dependencies: [extrakt]}"),
      "unknown-dependency@6:27",
      /did you mean extract\?/,
    ],
    [
      "a dependency cycle",
      manifest("tasks:\n  a: {dependencies: [b]}\n  b: {dependencies: [c]}\n  c: {dependencies: [a]}"),
      "dependency-cycle@5:24",
      /a → b → c → a/,
    ],
    ["a task that depends on itself", manifest("tasks:\n  a: {dependencies: [a]}"), "dependency-cycle@5:24", /a → a/],
    [
      "a parameter's variable set twice",
      manifest("params: {x: 1}\nenv_vars: {PARAM_X: a}"),
      "variable-clash@5:14",
      /the parameter x/,
    ],
    [
      "a secret's variable set twice",
      manifest("tasks: {t: {env_vars: {SECRET_KEY: a}}}", "secrets: [key]\n"),
      "variable-clash@4:26",
      /the secret key/,
    ],
    [
      "networking without a Transit Gateway",
      manifest("hmcts_sdp_networking: true"),
      "no-transit-gateway@4:25",
      /development has no Transit Gateway/,
    ],
    [
      "datasets beside tasks",
      manifest('outlets: ["s3://a/b"]\ntasks: {a: {}}'),
      "datasets-beside-tasks@4:3",
      /move it to the task/,
    ],
    [
      "an external role with another key",
      manifest("", "iam: {external_role: 'arn:aws:iam::123456789012:role/x', glue: true}\n"),
      "external-role-alone@4:58",
      /iam\.glue/,
    ],
    ["a duplicate key", manifest("retries: 1\nretries: 2"), "duplicate-key@5:3", /first on line 4/],
    ["broken YAML", "dag: [\n", "broken-yaml@2:1", /a bracket is opened and not closed/],
    ["several documents", `${manifest()}---\n${manifest()}`, "several-documents@9:1", /one manifest a file/],
    ["an empty file", "# nothing\n", "empty-file@1:1", /dag/],
    ["a list instead of a map", "- a\n", "wrong-type@1:1", /must be a map/],
    ["an anchor that contains itself", "dag: &a\n  repository: *a\n", "alias-cycle@2:15", /\*a/],
  ])("%s", (_name, text, place, message) => {
    const problem = problemsOf(text).find(({ severity }) => severity === "error");
    expect(codesOf(text)).toContain(place);
    expect(problem?.message).toMatch(message);
  });

  test("all problems of a manifest come at once, in the order of the file", () => {
    const text = manifest("retrys: 1\ncompute_profile: tiny", "secret: a\n").replace("Platforms", "Nobody");
    expect(codesOf(text).map((code) => code.split("@")[0])).toEqual([
      "unknown-key",
      "not-offered",
      "unknown-key",
      "not-offered",
    ]);
  });
});

describe("a manifest is accepted with a warning", () => {
  test.each([
    ["retry_delay without retries", manifest("retry_delay: 60"), "retry-delay-without-retries@4:3"],
    ["an unquoted boolean in env_vars", manifest("env_vars: {X: true}"), "unquoted-boolean@4:17"],
    ["the old spelling of a profile", manifest("compute_profile: cpu-spot-1vcpu-4gb"), "old-profile-spelling@4:20"],
    ["an S3 path with s3://", manifest("", "iam: {s3_read_only: ['s3://bucket/a/*']}\n"), "s3-scheme@4:22"],
    ["a bucket without a path", manifest("", "iam: {s3_read_only: [bucket]}\n"), "s3-whole-bucket@4:22"],
    [
      "a path in read-only and read-write",
      manifest("", "iam: {s3_read_only: [bucket/a/*], s3_read_write: [bucket/a/*]}\n"),
      "s3-read-only-and-read-write@4:22",
    ],
  ])("%s", (_name, text, place) => {
    expect(codesOf(text)).toEqual([place]);
    expect(problemsOf(text)[0]?.severity).toBe("warning");
  });
});

describe("a synonym of a key is recognised, and the message suggests the key", () => {
  test.each([
    ["tasks: {a: {}, b: {depends_on: [a]}}", "depends_on in dag.tasks.b; did you mean dependencies?"],
    ["tasks: {a: {}, b: {Needs: [a]}}", "Needs in dag.tasks.b; did you mean dependencies?"],
    ["environment: {A: b}", "environment in dag; did you mean env_vars?"],
    ["cron: daily", "cron in dag; did you mean schedule?"],
    ["paused: true", "paused in dag; did you mean is_paused_upon_creation?"],
  ])("%s", (dag, message) => {
    expect(problemsOf(manifest(dag)).map((problem) => problem.message)).toEqual([`unknown key ${message}`]);
  });

  test("s3_read is never taken for s3_deny", () => {
    const [problem] = problemsOf(manifest("", "iam: {s3_read: [team-a/in/*]}\n"));
    expect(problem?.message).toBe("unknown key s3_read in iam; did you mean s3_read_only?");
  });
});

import { codesOf, manifest, migrating, problemsOf } from "../../support/manifests";

const text = (variables: string, iam = "athena: read"): string =>
  manifest(`env_vars: ${variables}`, iam === "" ? "" : `iam: {${iam}}\n`);

describe("a work group that env_vars name", () => {
  test.each(["DBT_PROFILE_WORKGROUP", "WR_WORKGROUP", "ATHENA_WORK_GROUP", "WORKGROUP_NAME", "athena_workgroup"])(
    "%s must be one that the role may use",
    (variable) => {
      expect(codesOf(text(`{${variable}: dbt-daily}`))).toEqual([`work-group@4:${16 + variable.length}`]);
      expect(codesOf(text(`{${variable}: primary}`))).toEqual([]);
    },
  );

  test("of a task is checked too", () => {
    expect(codesOf(manifest("tasks:\n  load: {env_vars: {WR_WORKGROUP: dbt}}", "iam: {athena: write}\n"))).toEqual([
      "work-group@5:37",
    ]);
  });

  test("the message names the work groups on offer and the setting that adds one", () => {
    expect(problemsOf(text("{WR_WORKGROUP: dbt-daily}"))[0]?.message).toBe(
      'the workflow\'s role may not use the Athena work group "dbt-daily"; write primary or airflow, ' +
        "or ask the platform team to list examples/hello and dbt-daily under workflows.compatibility.workGroups",
    );
  });

  test("may be one that configuration adds to the workflow, by name or pattern", () => {
    for (const pattern of ["dbt-daily", "dbt-*", "*"]) {
      const environment = migrating("development", {
        workGroups: [{ workflows: ["examples/*"], patterns: [pattern] }],
      });
      expect(codesOf(text("{WR_WORKGROUP: dbt-daily}"), environment)).toEqual([]);
    }
    const others = migrating("development", { workGroups: [{ workflows: ["other/hello"], patterns: ["*"] }] });
    expect(codesOf(text("{WR_WORKGROUP: dbt-daily}"), others)).toHaveLength(1);
  });

  test("gives a warning if the role may not use Athena at all", () => {
    const problems = problemsOf(text("{WR_WORKGROUP: primary}", ""));
    expect(problems.map(({ severity, code }) => [severity, code])).toEqual([["warning", "work-group-without-athena"]]);
    expect(problems[0]?.message).toBe(
      "WR_WORKGROUP names the Athena work group primary, but the workflow's role may not use Athena; add `athena: read` under `iam`",
    );
  });

  test("is not checked for a role elsewhere, a template, an empty value, or a variable with another name", () => {
    expect(codesOf(text("{WR_WORKGROUP: dbt}", "external_role: 'arn:aws:iam::123456789012:role/x'"))).toEqual([]);
    expect(
      codesOf(
        text(
          '{WR_WORKGROUP: "{{ params.group }}", NETWORKGROUP: x, WORKGROUPS: y, B_WORKGROUP: ""}\nparams: {group: a}',
        ),
      ),
    ).toEqual([]);
  });
});

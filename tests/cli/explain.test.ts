import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../cli/explain";
import { linksInWords } from "../../cli/explain/links";
import { explain } from "../../cli/explain/words";
import { call, temporaryFolder } from "../support/command";
import { compiled, DEVELOPMENT, manifest, migrating } from "../support/manifests";

describe("npm run explain", () => {
  test("lists everything that exists because of a manifest", async () => {
    const { stdout, stderr, status } = await call(main, ["manifests/production/examples/pipeline"]);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    for (const line of [
      "examples/pipeline in production, because of manifests/production/examples/pipeline/workflow.yml",
      "the DAG examples.pipeline, from the object dags/examples/pipeline.py",
      "schedule: At 04:30, Monday through Friday",
      "the task transform, on general-on-demand-16vcpu-64gb, after extract",
      "the service account mwaa/examples-pipeline",
      ":role/airflow-production-examples-pipeline",
      "may read and list s3://mojap-compute-production-dummy/input/*",
      "may not read, list, write to, delete from",
      "/airflow/production/examples/pipeline/password, in the container as SECRET_PASSWORD",
    ]) {
      expect(stdout).toContain(line);
    }
  });

  test("lists the console's addresses of Airflow, the log, the role and each secret", async () => {
    const { stdout, stderr, status } = await call(main, ["manifests/production/examples/pipeline", "--links"]);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    for (const line of [
      "Airflow, where you select the DAG examples.pipeline",
      "/mwaa/home?region=eu-west-2#environments/production/sso",
      "/cloudwatch/home?region=eu-west-2#logsV2:log-groups/log-group/%2Faws%2Feks%2F",
      "/iam/home#/roles/details/airflow-production-examples-pipeline",
      "the secret SECRET_PASSWORD",
      "/secretsmanager/secret?name=%2Fairflow%2Fproduction%2Fexamples%2Fpipeline%2Fpassword&region=eu-west-1",
    ]) {
      expect(stdout).toContain(line);
    }
  });

  test("lists no address of a role that the platform does not create", () => {
    const arn = "arn:aws:iam::123456789012:role/mine";
    const workflow = compiled(manifest("", `iam: {external_role: "${arn}"}\n`));
    expect(linksInWords(workflow, { compute: "eu-west-2", data: "eu-west-1" })).not.toContain("/iam/");
  });

  test("says of a role elsewhere that the platform does not create it, and lists no rights", () => {
    const arn = "arn:aws:iam::123456789012:role/mine";
    const text = explain(compiled(manifest("", `iam: {external_role: "${arn}"}\n`)));
    expect(text).toContain(`the role ${arn}, which the platform does not create`);
    expect(text).not.toContain("Its role");
    expect(text).not.toContain("Its secrets");
  });

  test("says whether the DAG is paused at first, and names every policy that configuration attaches", () => {
    const workflow = compiled(manifest("is_paused_upon_creation: true"), DEVELOPMENT);
    const role = workflow.role && { ...workflow.role, attachedPolicyArns: ["arn:aws:iam::aws:policy/Audit"] };
    const text = explain({ ...workflow, role });
    expect(text).toMatch(/schedule: .*, paused at first$/m);
    expect(text).toContain("has the policy arn:aws:iam::aws:policy/Audit");
  });

  test("names the compatibility settings that widen the role, with their names", () => {
    const environment = migrating("development", {
      glueDatabases: [{ workflows: ["examples/*"], patterns: ["courts_*", "prisons"] }],
    });
    expect(explain(compiled(manifest("", "iam: {athena: write}\n"), environment))).toContain(
      "• may change the Glue databases courts_*, prisons (workflows.compatibility.glueDatabases)",
    );
  });

  test("answers a reviewer's questions: catch-up and its runs, retries, values, notifications", () => {
    const text = explain(
      compiled(
        manifest(
          "schedule: '@monthly'\nstart_date: 2020-01-01\nend_date: 2020-12-31\ncatchup: true\nretries: 2\nenv_vars: {COUNTRY: Wales}",
          "notifications: {slack_channel: team}\n",
        ),
      ),
    );
    for (const line of [
      "  • dates: from 2020-01-01 until 2020-12-31; catches up: a run for every interval since the start\n",
      "  • deploying it for the first time starts 12 runs at once, to catch up\n",
      "  • retries: 2, 300 seconds apart\n",
      "  • environment variable: COUNTRY = Wales\n",
      "  • slack: #team, when a run fails and when a run succeeds\n",
    ]) {
      expect(text).toContain(line);
    }
  });

  test("reports a manifest's errors with their lines, and explains nothing", async () => {
    const folder = join(temporaryFolder(), "development/courts/daily");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "workflow.yml"), manifest("retrys: 1"));
    const { stdout, stderr, status } = await call(main, [folder]);
    expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
    expect(stderr).toContain("workflow.yml:4:3: unknown key retrys in dag; did you mean retries?");
  });

  test.each([
    [[], "missing argument <path>"],
    [["manifests/nowhere"], "there is no manifests/nowhere"],
    [["manifests/production"], "manifests; name one of them, such as manifests/production/"],
    [["docs"], "there is no workflow.yml at or below docs"],
  ])("shows its usage: %j", async (args, message) => {
    const { stderr, status } = await call(main, args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

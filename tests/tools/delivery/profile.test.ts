import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ENVIRONMENTS } from "../../../platform/environments";
import { awsProfile } from "../../../tools/delivery/profile";
import { stackConfig } from "../../support/mocks";
import { main } from "../../../tools/aws-profile";
import { call, temporaryFolder } from "../../support/command";

const PROFILE = `[profile airflow-production-data]
role_arn = arn:aws:iam::444444444444:role/analytical-platform-airflow-production-plan-data
credential_source = Environment
role_session_name = production-plan
region = eu-west-1
`;

test("the profile assumes the role of the same purpose in the data account with the credentials of the environment", () => {
  expect(awsProfile("production", "plan", stackConfig("production").accounts)?.text).toBe(PROFILE);
  expect(awsProfile("production", "apply", stackConfig("production").accounts)?.text).toContain(
    "-production-apply-data\n",
  );
});

test("if one account is both, there is no profile", () => {
  const { compute } = stackConfig("production").accounts;
  expect(awsProfile("production", "plan", { compute, data: compute })).toBeUndefined();
});

describe("npm run aws-profile", () => {
  const file = join(temporaryFolder(), "aws", "config");
  const run = (...args: string[]) => call(main, args, { AWS_CONFIG_FILE: file });

  test("writes it once, into a folder that it creates", async () => {
    expect(await run("production", "plan")).toMatchObject({ status: 0, stderr: "" });
    expect((await run("production", "plan")).stdout).toContain("already");
    expect(readFileSync(file, "utf8")).toBe(PROFILE);
  });

  test.each([
    [["production"], "missing argument <access>"],
    [["production", "deploy"], "there is no access deploy; write one of plan, apply"],
    [["nowhere", "plan"], `there is no stack nowhere; write one of ${ENVIRONMENTS.join(", ")}`],
  ])("refuses %j, saying what to write", async (args, message) => {
    const { status, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("refuses a GitHub-hosted runner for a private Kubernetes API, and names the variables that choose another", async () => {
    const github = (stack: string) =>
      call(main, [stack, "apply"], { AWS_CONFIG_FILE: file, RUNNER_ENVIRONMENT: "github-hosted" });
    const { status, stderr } = await github("production");
    expect(status).toBe(2);
    expect(stderr).toMatch(/production is private.*PLAN_RUNNER.*DEPLOY_RUNNER.*not of a GitHub environment/);
    expect((await github("development")).status).toBe(0);
  });

  test("writes nothing if it refuses", async () => {
    const nothing = join(temporaryFolder(), "config");
    await call(main, ["production", "deploy"], { AWS_CONFIG_FILE: nothing });
    expect(existsSync(nothing)).toBe(false);
  });
});

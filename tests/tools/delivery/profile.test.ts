import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { awsProfile } from "../../../tools/delivery/profile";
import { stackConfig } from "../../support/mocks";
import { runCli, temporaryFolder } from "../../support/command";

const PROFILE = `[profile airflow-production-data]
role_arn = arn:aws:iam::444444444444:role/analytical-platform-airflow-production-plan-data
credential_source = Environment
role_session_name = production-plan
region = eu-west-1
`;

test("the profile is the role of the same purpose in the data account, assumed by the credentials at hand", () => {
  expect(awsProfile("production", "plan", stackConfig("production").accounts)?.text).toBe(PROFILE);
  expect(awsProfile("production", "apply", stackConfig("production").accounts)?.text).toContain(
    "-production-apply-data\n",
  );
});

test("where both accounts are one, there is no profile", () => {
  const { compute } = stackConfig("production").accounts;
  expect(awsProfile("production", "plan", { compute, data: compute })).toBeUndefined();
});

describe("npm run aws-profile", () => {
  const file = join(temporaryFolder(), "aws", "config");
  const run = (...args: string[]) => runCli("aws-profile", args, { AWS_CONFIG_FILE: file });

  test("writes it once, into a folder that it makes", () => {
    expect(run("production", "plan")).toMatchObject({ status: 0, stderr: "" });
    expect(run("production", "plan").stdout).toContain("already");
    expect(readFileSync(file, "utf8")).toBe(PROFILE);
  });

  test.each([
    [["production"], "name a stack, and plan or apply"],
    [["production", "deploy"], "name a stack, and plan or apply"],
    [["staging", "plan"], "Pulumi.staging.yaml"],
  ])("refuses %j, saying what to write", (args, message) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("refuses a runner of GitHub's own for a private Kubernetes API, naming the variables that choose another", () => {
    const github = (stack: string) =>
      runCli("aws-profile", [stack, "apply"], { AWS_CONFIG_FILE: file, RUNNER_ENVIRONMENT: "github-hosted" });
    const { status, stderr } = github("production");
    expect(status).toBe(2);
    expect(stderr).toMatch(/production is private.*PLAN_RUNNER.*DEPLOY_RUNNER.*not of a GitHub environment/);
    expect(github("development").status).toBe(0);
  });

  test("writes nothing where it refuses", () => {
    const nothing = join(temporaryFolder(), "config");
    runCli("aws-profile", ["production", "deploy"], { AWS_CONFIG_FILE: nothing });
    expect(existsSync(nothing)).toBe(false);
  });
});

import { runSimulation } from "@cloud-copilot/iam-simulate";

import type { DeliveryConfig } from "../../../infra/config/stack.generated";
import type { Access } from "../../../infra/delivery/names";
import { githubTrust } from "../../../infra/delivery/trust";
import { stackConfig } from "../../support/mocks";

const ACCOUNT = "333333333333";
const ISSUER = "token.actions.githubusercontent.com";
const REPOSITORY = "ministryofjustice/analytical-platform-airflow";
const WORKFLOWS = `${REPOSITORY}/.github/workflows`;

/** The claims of a job on main that deploys production, as GitHub writes them. */
const DEPLOYING = {
  aud: "sts.amazonaws.com",
  sub: `repo:${REPOSITORY}:environment:production`,
  repository_id: "100000000",
  ref: "refs/heads/main",
  job_workflow_ref: `${WORKFLOWS}/deploy-stack.yml@refs/heads/main`,
};

/** The claims of a pull request's job that plans production. */
const PLANNING = {
  ...DEPLOYING,
  sub: `repo:${REPOSITORY}:environment:production-plan`,
  ref: "refs/pull/7/merge",
  job_workflow_ref: `${WORKFLOWS}/plan.yml@refs/pull/7/merge`,
};

async function assumes(access: Access, claims: object, changes: Partial<DeliveryConfig> = {}): Promise<boolean> {
  const delivery = { ...stackConfig("production").delivery, ...changes };
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`,
        action: "sts:AssumeRoleWithWebIdentity",
        resource: { resource: `arn:aws:iam::${ACCOUNT}:role/role`, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(claims).map(([name, value]) => [`${ISSUER}:${name}`, value]),
        ),
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: githubTrust("production", access, delivery, ACCOUNT),
    },
    {},
  );
  if (answer.resultType === "error") {
    throw new Error(JSON.stringify(answer.errors));
  }
  return answer.overallResult === "Allowed";
}

test("a deployment from main of the environment's own GitHub environment may deploy", async () => {
  expect(await assumes("apply", DEPLOYING)).toBe(true);
});

test.each([
  ["another environment's", { sub: `repo:${REPOSITORY}:environment:development` }],
  ["the environment for plans", { sub: `repo:${REPOSITORY}:environment:production-plan` }],
  ["no environment", { sub: `repo:${REPOSITORY}:ref:refs/heads/main` }],
  ["another branch", { ref: "refs/heads/other" }],
  ["another workflow", { job_workflow_ref: `${WORKFLOWS}/drift.yml@refs/heads/main` }],
  ["the same workflow on another branch", { job_workflow_ref: `${WORKFLOWS}/deploy-stack.yml@refs/heads/other` }],
  ["a repository that came to have the name", { repository_id: "2" }],
  ["another audience", { aud: "somebody" }],
])("a job with %s may not deploy", async (_, claims) => {
  expect(await assumes("apply", { ...DEPLOYING, ...claims })).toBe(false);
});

test("pull requests plan, and so does the comparison with AWS from main", async () => {
  expect(await assumes("plan", PLANNING)).toBe(true);
  const drift = { ...PLANNING, ref: "refs/heads/main", job_workflow_ref: `${WORKFLOWS}/drift.yml@refs/heads/main` };
  expect(await assumes("plan", drift)).toBe(true);
});

test.each([
  ["the environment that deploys", { sub: DEPLOYING.sub }],
  ["another workflow of the pull request", { job_workflow_ref: `${WORKFLOWS}/mine.yml@refs/pull/7/merge` }],
  ["the workflow as a branch has it", { job_workflow_ref: `${WORKFLOWS}/plan.yml@refs/heads/other` }],
])("a job with %s may not plan", async (_, claims) => {
  expect(await assumes("plan", { ...PLANNING, ...claims })).toBe(false);
});

test("a repository whose subjects have numbers is known by them", async () => {
  const sub = "repo:ministryofjustice-1/analytical-platform-airflow-2:environment:production";
  const subjectPrefix = "repo:ministryofjustice-1/analytical-platform-airflow-2";
  expect(await assumes("apply", { ...DEPLOYING, sub }, { subjectPrefix })).toBe(true);
  expect(await assumes("apply", DEPLOYING, { subjectPrefix })).toBe(false);
});

import type { DeliveryConfig } from "../../../platform/config/stack.generated";
import type { Access } from "../../../platform/names/delivery";
import { githubTrust } from "../../../platform/delivery/trust";
import { stackConfig } from "../../support/mocks";
import { globMatches } from "../../../platform/iam/glob";

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

/**
 * Whether the trust policy admits a token. Its conditions are evaluated here: the simulation of IAM does not know the claims
 * that AWS takes since January 2026.
 */
function assumes(
  access: Access,
  claims: Readonly<Record<string, string>>,
  changes: Partial<DeliveryConfig> = {},
): boolean {
  const delivery = { ...stackConfig("production").delivery, ...changes };
  const [statement, ...more] = githubTrust("production", access, delivery, ACCOUNT).Statement;
  expect(statement).toMatchObject({
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` },
    Action: "sts:AssumeRoleWithWebIdentity",
  });
  expect(more).toEqual([]);
  return Object.entries(statement?.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, patterns]) =>
      [patterns].flat().some((pattern) => {
        const claim = claims[key.slice(ISSUER.length + 1)] ?? "";
        return operator === "StringLike" ? globMatches(pattern, claim) : pattern === claim;
      }),
    ),
  );
}

test("the only operators are those that are evaluated here", () => {
  const operators = (["plan", "apply"] as const).flatMap((access) =>
    githubTrust("production", access, stackConfig("production").delivery, ACCOUNT).Statement.flatMap(({ Condition }) =>
      Object.keys(Condition ?? {}),
    ),
  );
  expect([...new Set(operators)].sort()).toEqual(["StringEquals", "StringLike"]);
});

test("a deployment from main of the environment's own GitHub environment may deploy", () => {
  expect(assumes("apply", DEPLOYING)).toBe(true);
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
])("a job with %s may not deploy", (_, claims) => {
  expect(assumes("apply", { ...DEPLOYING, ...claims })).toBe(false);
});

test("pull requests plan, and so does the comparison with AWS from main", () => {
  expect(assumes("plan", PLANNING)).toBe(true);
  const drift = { ...PLANNING, ref: "refs/heads/main", job_workflow_ref: `${WORKFLOWS}/drift.yml@refs/heads/main` };
  expect(assumes("plan", drift)).toBe(true);
});

test.each([
  ["the environment that deploys", { sub: DEPLOYING.sub }],
  ["another workflow of the pull request", { job_workflow_ref: `${WORKFLOWS}/mine.yml@refs/pull/7/merge` }],
  ["the workflow as a branch has it", { job_workflow_ref: `${WORKFLOWS}/plan.yml@refs/heads/other` }],
])("a job with %s may not plan", (_, claims) => {
  expect(assumes("plan", { ...PLANNING, ...claims })).toBe(false);
});

test("a repository whose subjects have numbers is known by them", () => {
  const sub = "repo:ministryofjustice-1/analytical-platform-airflow-2:environment:production";
  const subjectPrefix = "repo:ministryofjustice-1/analytical-platform-airflow-2";
  expect(assumes("apply", { ...DEPLOYING, sub }, { subjectPrefix })).toBe(true);
  expect(assumes("apply", DEPLOYING, { subjectPrefix })).toBe(false);
});

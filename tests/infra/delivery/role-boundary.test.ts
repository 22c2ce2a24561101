import { iamRoles } from "../../../preview/iam";
import type { Preview } from "../../../preview/run";
import { boundaryDocument } from "../../../infra/delivery/role-boundary";
import { type AccountName, ACCOUNTS } from "../../../platform/names/delivery";
import { claimedTwice } from "../../../platform/delivery/own-data";
import { type OtherEnvironment, readOtherEnvironments } from "../../../platform/delivery/other-environments";
import type { Scope } from "../../../platform/delivery/scope";
import type { PolicyDocument, PolicyStatement } from "../../../platform/iam/policy-document";
import { MANAGED_LIMIT, policyText } from "../../../platform/iam/split";
import { configOf, environmentOf, WITH_KARPENTER } from "../../support/karpenter";
import { list, Recording, stackConfig, STACKS } from "../../support/mocks";
import { remembered } from "../../support/remembered";
import { previewsOfAll } from "../../platform/delivery/previews";
import { type Answer, answerTo, type Context } from "../../platform/delivery/simulate";

let previews: ReadonlyMap<string, Preview>;
beforeAll(async () => {
  previews = await previewsOfAll();
}, 300_000);

/** Read once: every request below needs them. */
const ENVIRONMENTS: readonly OtherEnvironment[] = STACKS.map((stack) => ({
  environment: stack,
  config: stackConfig(stack),
}));

/** All environments but one, as their stack files are. */
function othersOf(environment: string): OtherEnvironment[] {
  return ENVIRONMENTS.filter((other) => other.environment !== environment);
}

const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

const boundary = remembered(boundaryDocument);

/** The answer to a role with this boundary whose own policies permit everything. */
async function answerWithin(
  scope: Scope,
  action: string,
  resource: string,
  context: Context = {},
  others: readonly OtherEnvironment[] = othersOf(scope.environment),
  resourcePolicy?: object,
): Promise<Answer> {
  const { environment } = scope;
  const account = scope.config.accounts[scope.account].id;
  return await answerTo(
    {
      account,
      role: `arn:aws:iam::${account}:role/airflow-${environment}-example`,
      action,
      resource,
      context: { "aws:ResourceTag/environment-name": environment, ...context },
      resourcePolicy,
    },
    {
      identityPolicies: [{ name: "everything", policy: EVERYTHING }],
      permissionBoundaryPolicies: [{ name: "boundary", policy: boundary(scope, others) }],
    },
  );
}

/** One permission of a role's policy, with the context that its conditions ask for. */
interface Permission {
  readonly action: string;
  /** May have wildcards. */
  readonly resource: string;
  readonly context: Context;
}

function permissionsOf({ Action, Resource = [], Condition = {} }: PolicyStatement): Permission[] {
  const context = Object.fromEntries(
    Object.values(Condition).flatMap((keys) =>
      Object.entries(keys).map(([key, value]) => [key, example(list(value)[0] ?? "")]),
    ),
  );
  return list(Action).flatMap((action) => list(Resource).map((resource) => ({ action, resource, context })));
}

/** Texts in place of a wildcard: part of a name, a name below another, a log group's stream. */
const PARTS = ["example", "example/example", "example:log-stream:example"];

/** Makes a text that a pattern matches. */
function example(pattern: string, part = "example"): string {
  return pattern
    .replaceAll(/\$\{[^}]*\}/g, "example")
    .replaceAll("*", part)
    .replaceAll("?", "x");
}

/** The answer for the first resource that the permission's pattern matches and the action takes. */
async function answerToPermission(scope: Scope, { action, resource, context }: Permission): Promise<Answer> {
  const resources = [...PARTS.map((part) => example(resource, part)), "*"];
  for (const each of resource === "*" ? ["*"] : resources) {
    const answer = await answerWithin(scope, action, each, context);
    if (answer !== "no resource of the action") {
      return answer;
    }
  }
  return "no resource of the action";
}

/** Permissions of an environment's roles in an account, without those of AWS's own policies. */
function permitted(stack: string, account: AccountName): Permission[] {
  const recording = new Recording(previews.get(stack)?.registrations ?? []);
  const names = recording
    .ofType("aws:iam/role:Role")
    .filter((role) => recording.provider(role) === account)
    .map((role) => role.inputs["name"]);
  return iamRoles(recording.all)
    .filter(({ name }) => names.includes(name))
    .flatMap(({ policies }) => policies as unknown as readonly PolicyDocument[])
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(permissionsOf)
    .map((permission) => ({
      ...permission,
      // Keys have the account of the offline preview's answers.
      resource: permission.resource.replace(":000000000000:", `:${configOf(stack).accounts[account].id}:`),
    }));
}

describe.each([...STACKS, WITH_KARPENTER])("%s", (stack) => {
  const config = configOf(stack);
  const environment = environmentOf(stack);

  test.each(ACCOUNTS)("in the %s account the boundary takes nothing away from what roles may do", async (account) => {
    const scope: Scope = { environment, account, config };
    const permissions = permitted(stack, account);
    expect(permissions.length).toBeGreaterThan(account === "compute" ? 40 : 10);
    const answers = await Promise.all(
      permissions.map(async (permission) => ({ ...permission, answer: await answerToPermission(scope, permission) })),
    );
    expect(answers.filter(({ answer }) => answer === "refused")).toEqual([]);
    const admitted = new Set(answers.filter(({ answer }) => answer === "admitted").map(({ action }) => action));
    expect(answers.map(({ action }) => action).filter((action) => !admitted.has(action))).toEqual([]);
  });

  test.each(ACCOUNTS)("in the %s account it fits into a policy", (account) => {
    const document = boundaryDocument({ environment, account, config }, othersOf(environment));
    expect(policyText(document).length).toBeLessThanOrEqual(MANAGED_LIMIT);
  });
});

const STATE = "analytical-platform-airflow-state-111111111111";
const STATE_KEY = "arn:aws:kms:eu-west-2:111111111111:key/00000000-0000-0000-0000-000000000000";
const KEY = "arn:aws:kms:eu-west-2:111111111111:key/11111111-2222-3333-4444-555555555555";
const OF_TEST = { "aws:ResourceTag/environment-name": "test" };

test("the user for e-mail sends as the from-address, within its boundary", async () => {
  const config = stackConfig("development");
  const scope: Scope = { environment: "development", account: "compute", config };
  const identity = (address: string): string => `arn:aws:ses:eu-west-2:111111111111:identity/${address}`;
  expect(await answerWithin(scope, "ses:SendRawEmail", identity(config.airflow.emailFromAddress))).toBe("admitted");
  expect(await answerWithin(scope, "ses:SendRawEmail", identity("somebody@else.example"))).toBe("refused");
});

describe("whatever policy a deployment gives a role", () => {
  const config = stackConfig("development");

  test.each(
    ACCOUNTS.flatMap((account) => {
      const iam = (resource: string): string => `arn:aws:iam::${config.accounts[account].id}:${resource}`;
      const own = iam("role/airflow-development-example");
      return [
        [account, "iam:CreateRole", own],
        [account, "iam:PutRolePolicy", own],
        [account, "iam:AttachRolePolicy", own],
        [account, "iam:UpdateAssumeRolePolicy", own],
        [account, "iam:DeleteRolePermissionsBoundary", own],
        [account, "iam:CreateUser", iam("user/example")],
        [account, "iam:CreateAccessKey", iam("user/example")],
        [account, "iam:CreatePolicyVersion", iam("policy/analytical-platform-airflow-development-boundary")],
        [account, "sts:AssumeRole", iam("role/analytical-platform-airflow-development-apply")],
        [account, "organizations:LeaveOrganization", "*"],
        [account, "s3:GetObject", `arn:aws:s3:::${STATE}/.pulumi/stacks/example.json`],
        [account, "s3:PutObject", `arn:aws:s3:::${STATE}/.pulumi/stacks/example.json`],
        [account, "s3:PutObject", "arn:aws:s3:::airflow-development-111111111111/dags/example.py"],
        [account, "kms:PutKeyPolicy", KEY],
        [account, "lambda:CreateFunction", `arn:aws:lambda:eu-west-2:${config.accounts[account].id}:function:example`],
      ] as const;
    }),
  )("in the %s account it may not %s %s", async (account, action, resource) => {
    expect(await answerWithin({ environment: "development", account, config }, action, resource)).toBe("refused");
  });

  test.each([
    ["compute", "kms:Decrypt", STATE_KEY, {}],
    ["compute", "kms:Decrypt", KEY, OF_TEST],
    ["compute", "ssm:SendCommand", "arn:aws:ec2:eu-west-2:111111111111:instance/i-1", {}],
    ["compute", "ec2:DeleteSubnet", "arn:aws:ec2:eu-west-2:111111111111:subnet/subnet-1", OF_TEST],
    ["compute", "ecr:BatchDeleteImage", "arn:aws:ecr:eu-west-2:111111111111:repository/example", {}],
    ["compute", "eks:CreateAccessEntry", "arn:aws:eks:eu-west-2:111111111111:cluster/airflow-development", {}],
    ["compute", "iam:PassRole", "arn:aws:iam::111111111111:role/airflow-development-node", {}],
    [
      "data",
      "iam:PassRole",
      "arn:aws:iam::444444444444:role/airflow-test-example",
      { "iam:PassedToService": "glue.amazonaws.com" },
    ],
    [
      "data",
      "iam:PassRole",
      "arn:aws:iam::444444444444:role/airflow-development-example",
      { "iam:PassedToService": "ec2.amazonaws.com" },
    ],
    [
      "data",
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:eu-west-1:444444444444:secret:/airflow/test/a/b/c-AbCdEf",
      {},
    ],
    [
      "data",
      "secretsmanager:PutResourcePolicy",
      "arn:aws:secretsmanager:eu-west-1:444444444444:secret:/airflow/development/a/b/c-AbCdEf",
      {},
    ],
    ["data", "s3:PutBucketPolicy", "arn:aws:s3:::example", {}],
  ] as const)("in the %s account it may not %s %s", async (account, action, resource, context) => {
    expect(await answerWithin({ environment: "development", account, config }, action, resource, context)).toBe(
      "refused",
    );
  });
});

describe("a role that development's deployment makes in the data account, with a maintainer's tag on its session,", () => {
  const scope: Scope = { environment: "development", account: "data", config: stackConfig("development") };
  const secret = "arn:aws:secretsmanager:eu-west-1:444444444444:secret:/airflow/production/courts/daily/key-AbCdEf";
  const tags = { "aws:PrincipalTag/github_username": "jacobwoffenden", "aws:PrincipalAccount": "444444444444" };
  const ACTIONS = ["GetSecretValue", "PutSecretValue", "UpdateSecret", "DescribeSecret"].map(
    (name) => `secretsmanager:${name}`,
  );
  const secretPolicies = (): object[] => {
    const secrets = new Recording(previews.get("production")?.registrations ?? []).ofType(
      "aws:secretsmanager/secret:Secret",
    );
    return secrets.flatMap(({ inputs }) =>
      typeof inputs["policy"] === "string" ? [JSON.parse(inputs["policy"]) as object] : [],
    );
  };
  /** A policy that admits everybody who has the tag, as secrets had before. */
  const admitting = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: ACTIONS,
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalTag/github_username": "jacobwoffenden" } },
      },
    ],
  };

  test.each(ACTIONS)(
    "may not %s of production, by the secret's own policy or by one that admits it",
    async (action) => {
      const policies = [...secretPolicies(), admitting];
      expect(policies.length).toBeGreaterThan(2);
      for (const policy of policies) {
        expect(await answerWithin(scope, action, secret, tags, othersOf("development"), policy)).toBe("refused");
      }
    },
  );

  test("is refused by the boundary alone, explicitly: without it the second policy would admit the role", async () => {
    const request = {
      account: "444444444444",
      action: "secretsmanager:GetSecretValue",
      resource: secret,
      context: tags,
    };
    const role = "arn:aws:iam::444444444444:role/airflow-development-example";
    expect(await answerTo({ ...request, role, resourcePolicy: admitting }, { identityPolicies: [] })).toBe("admitted");
  });

  test("may use its own environment's secret", async () => {
    const own = secret.replace("production", "development");
    expect(await answerWithin(scope, "secretsmanager:GetSecretValue", own, tags)).toBe("admitted");
  });
});

describe("what a stack file names as another environment's", () => {
  const production = { environment: "production", config: stackConfig("production") };
  production.config.workflows.ownData = {
    buckets: ["production-data", "courts-prod-*"],
    databases: ["courts_prod", "prisons_prod_*"],
    keyArns: ["arn:aws:kms:eu-west-1:444444444444:key/99999999-2222-3333-4444-555555555555"],
  };
  const others = [production, { environment: "test", config: stackConfig("test") }];
  const glue = (resource: string): string => `arn:aws:glue:eu-west-1:444444444444:${resource}`;
  const key = (id: string): string => `arn:aws:kms:eu-west-1:444444444444:key/${id}`;
  const config = stackConfig("development");
  const answer = async (
    account: AccountName,
    action: string,
    resource: string,
    context: Context = {},
  ): Promise<Answer> =>
    await answerWithin({ environment: "development", account, config }, action, resource, context, others);

  test.each([
    ["data", "s3:DeleteObject", "arn:aws:s3:::production-data/a", "arn:aws:s3:::development-data/a"],
    ["data", "s3:GetObject", "arn:aws:s3:::courts-prod-1/a", "arn:aws:s3:::courts-dev-1/a"],
    ["data", "s3:ListBucket", "arn:aws:s3:::courts-prod-1", "arn:aws:s3:::courts-dev-1"],
    ["data", "glue:DeleteTable", glue("table/courts_prod/a"), glue("table/courts_dev/a")],
    ["data", "glue:DeleteDatabase", glue("database/prisons_prod_a"), glue("database/prisons_dev_a")],
    ["data", "kms:Decrypt", key("99999999-2222-3333-4444-555555555555"), key("11111111-2222-3333-4444-555555555555")],
  ] as const)("in the %s account: %s on %s is refused, on %s it is not", async (account, action, theirs, another) => {
    expect(await answer(account, action, theirs)).toBe("refused");
    expect(await answer(account, action, another)).toBe("admitted");
  });

  test.each(ACCOUNTS)(
    "in the %s account: buckets of DAG objects and state of every environment are refused",
    async (account) => {
      for (const { config, environment } of others) {
        const { accounts, delivery } = config;
        for (const bucket of [`airflow-${environment}-${accounts.compute.id}`, delivery.state.bucket]) {
          expect(await answer(account, "s3:GetObject", `arn:aws:s3:::${bucket}/a`)).toBe("refused");
        }
        expect(await answer(account, "kms:Decrypt", delivery.state.keyArn)).toBe("refused");
      }
    },
  );

  test.each(ACCOUNTS)(
    "in the %s account: a key with another environment's alias is refused, one's own is not",
    async (account) => {
      const arn = account === "data" ? key("11111111-2222-3333-4444-555555555555") : KEY;
      for (const [name, expected] of [
        ["airflow-production", "refused"],
        ["airflow-production-secrets", "refused"],
        ["airflow-development-secrets", "admitted"],
      ] as const) {
        expect(await answer(account, "kms:Decrypt", arn, { "kms:ResourceAliases": [`alias/${name}`] })).toBe(expected);
      }
    },
  );

  test.each(ACCOUNTS)("in the %s account: no role sets tags of a session", async (account) => {
    const role = `arn:aws:iam::${stackConfig("development").accounts[account].id}:role/example`;
    expect(await answer(account, "sts:TagSession", role)).toBe("refused");
  });

  test("is known of every stack file, and an error in one stops the program", () => {
    expect(readOtherEnvironments("development")).toEqual({ others: othersOf("development"), problems: [] });
  });

  test("is claimed by one environment only", () => {
    const development = { environment: "development", config: stackConfig("development") };
    expect(claimedTwice(development, others)).toEqual([]);
    development.config.workflows.athena.resultsBuckets = ["courts-prod-results"];
    development.config.workflows.ownData = { buckets: [], databases: ["courts_prod", "prisons_*"], keyArns: [] };
    expect(claimedTwice(development, others)).toEqual([
      expect.stringMatching(
        /^Pulumi\.production\.yaml: .*ownData\.buckets lists courts-prod-\*, .*names courts-prod-results/,
      ),
      expect.stringMatching(/ownData\.databases lists courts_prod, .*names courts_prod:/),
      expect.stringMatching(/ownData\.databases lists prisons_prod_\*, .*names prisons_\*:/),
    ]);
  });
});

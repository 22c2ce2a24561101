import { existsSync } from "node:fs";
import { resolve } from "node:path";

import fc from "fast-check";

import { ENVIRONMENTS } from "../../../platform/environments";
import { ownDatabase, ownJobPatterns, roleArn, roleName, secretPath } from "../../../platform/names/workflow";
import { ROOT } from "../../../platform/root";
import { checkManifest } from "../../../workflow/check";
import { compileWorkflow } from "../../../workflow/compile";
import type { CompiledWorkflow } from "../../../workflow/compiled";
import { fillOidcIssuer } from "../../../workflow/iam/identity";
import { findManifests, readManifest } from "../../../workflow/source";
import { environmentOf, migrating } from "../../support/manifests";
import { iamKeys } from "./arbitraries";
import { type Context, isAllowedBy, may } from "./support";

/** A workflow by its folder. */
interface Place {
  readonly environment: string;
  readonly project: string;
  readonly workflow: string;
}

const environments = new Map(ENVIRONMENTS.map((name) => [name as string, environmentOf(name)]));
const settings = environmentOf("development").settings;
const account = settings.accounts.data.id;
const region = settings.workflows.athena.region;
const ISSUER = "accounts.google.com";

/** Few names, which overlap: `a/b` and `a/b-c`, `a-b/c` and `a/b-c`. */
const name = fc.constantFrom("a", "b", "a-b", "b-c", "a-b-c", "b--c", "a-a");
const place: fc.Arbitrary<Place> = fc.record({
  environment: fc.constantFrom(...ENVIRONMENTS),
  project: name,
  workflow: name,
});

/** Paths and names with which an author might try to reach the other workflow. */
function hostileKeys(other: Place): fc.Arbitrary<object> {
  const bucket = fc.constantFrom("mojap-athena-query-dump", `aws-athena-query-results-${account}-${region}`, "lake");
  const path = fc
    .tuple(bucket, fc.constantFrom("", "/*", "/*session/*", `/*${roleName(other)}*`))
    .map((parts) => parts.join(""));
  const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 2 });
  const jobs = fc.uniqueArray(fc.constantFrom(...jobsOf(other), "shared", `${roleName(other)}*`), { maxLength: 2 });
  const databases = fc.uniqueArray(fc.constantFrom(ownDatabase(other), "shared", "airflow"), { maxLength: 2 });
  return fc.record(
    {
      athena: fc.constantFrom("read", "write"),
      glue: fc.oneof(fc.boolean(), fc.record({ jobs: fc.oneof(fc.boolean(), jobs), databases }, { requiredKeys: [] })),
      s3_read_only: paths,
      s3_read_write: paths,
      s3_write_only: paths,
      external_role: fc.constant(roleArn({ ...other, settings })),
    },
    { requiredKeys: [] },
  );
}

function jobsOf(other: Place): string[] {
  return ownJobPatterns(other).map((pattern) => pattern.replace("*", "load"));
}

/** The compiled manifest at a place, if it is valid. */
function compiledAt(
  { environment, project, workflow }: Place,
  iam: object,
  stacks = environments,
): CompiledWorkflow | undefined {
  const stack = stacks.get(environment);
  const text = JSON.stringify({
    dag: { repository: "moj-analytical-services/x", tag: "v1.0.0" },
    iam,
    secrets: ["token"],
    maintainers: ["octocat"],
    tags: { business_unit: "Platforms", owner: "team@justice.gov.uk" },
  });
  const file = `manifests/${environment}/${project}/${workflow}/workflow.yml`;
  const { valid } = stack === undefined ? { valid: undefined } : checkManifest({ file, text }, stack);
  return valid === undefined ? undefined : compileWorkflow(valid);
}

/** Requests for another workflow's secrets, query results, Glue jobs, database and role. */
function requestsOn(other: Place): [action: string, resource: string, context: Context][] {
  const results = "arn:aws:s3:::mojap-athena-query-dump";
  const userId = "AROAANOTHERROLE00001:session";
  const secret = `arn:aws:secretsmanager:${settings.accounts.data.region}:${account}:secret:${secretPath(other)}token-AbCdEf`;
  const glue = (resource: string): string => `arn:aws:glue:${region}:${account}:${resource}`;
  const job = ["glue:StartJobRun", "glue:UpdateJob", "glue:DeleteJob", "glue:GetJob"];
  return [
    ...["GetSecretValue", "PutSecretValue", "UpdateSecret"].map((each): [string, string, Context] => [
      `secretsmanager:${each}`,
      secret,
      {},
    ]),
    ...["GetObject", "PutObject", "DeleteObject"].map((each): [string, string, Context] => [
      `s3:${each}`,
      `${results}/${userId}/x.csv`,
      {},
    ]),
    ["s3:ListBucket", results, { "s3:prefix": `${userId}/` }],
    ...job.flatMap((action) =>
      jobsOf(other).map((each): [string, string, Context] => [action, glue(`job/${each}`), {}]),
    ),
    ["glue:ResetJobBookmark", "*", {}],
    ["glue:GetJobs", "*", {}],
    ["glue:DeleteTable", glue(`table/${ownDatabase(other)}/x`), {}],
    ["athena:ListQueryExecutions", `arn:aws:athena:${region}:${account}:workgroup/primary`, {}],
    ["iam:PassRole", roleArn({ ...other, settings }), { "iam:PassedToService": "glue.amazonaws.com" }],
  ];
}

/** The requests that a workflow's role may make on another workflow, and whether it trusts the other's service account. */
async function reaches(workflow: CompiledWorkflow, other: Place): Promise<string[]> {
  const { role } = workflow;
  if (role === null) {
    return [];
  }
  const found: string[] = [];
  for (const [action, resource, context] of requestsOn(other)) {
    if (await may(role, action, resource, context)) {
      found.push(`${workflow.environment}/${workflow.id}: ${action} on ${resource}`);
    }
  }
  const isTrusted = await isAllowedBy(fillOidcIssuer(role.trustPolicy, ISSUER), {
    principal: `arn:aws:iam::${account}:oidc-provider/${ISSUER}`,
    action: "sts:AssumeRoleWithWebIdentity",
    resource: role.arn,
    context: {
      [`${ISSUER}:aud`]: "sts.amazonaws.com",
      [`${ISSUER}:sub`]: `system:serviceaccount:mwaa:${other.project}-${other.workflow}`,
    },
  });
  // Each environment has its own cluster, and so its own issuer.
  return isTrusted && workflow.environment === other.environment
    ? [...found, `${workflow.id} trusts ${other.project}-${other.workflow}`]
    : found;
}

/** Whether two places share their names, which the check of all manifests together refuses. */
function isSame(one: Place, other: Place): boolean {
  return roleName(one) === roleName(other);
}

describe("no valid manifest gives a role access to another workflow, in any environment", () => {
  test("random manifests whose names and keys try to get access", async () => {
    let compiled = 0;
    await fc.assert(
      fc.asyncProperty(
        fc
          .tuple(place, place)
          .chain(([own, other]) => fc.tuple(fc.constant(own), fc.constant(other), iamKeys, hostileKeys(other))),
        async ([own, other, sound, hostile]) => {
          fc.pre(!isSame(own, other));
          const workflow =
            compiledAt(own, { ...sound, ...hostile }) ?? compiledAt(own, hostile) ?? compiledAt(own, sound);
          compiled += workflow === undefined ? 0 : 1;
          expect(workflow === undefined ? [] : await reaches(workflow, other)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
    expect(compiled).toBeGreaterThan(20);
  });

  test.each<[own: Place, other: Place]>([
    [at("development/a/b"), at("development/a/b-c")],
    [at("development/a/b-c"), at("development/a/b")],
    [at("development/a/b"), at("development/a/b--c")],
    [at("development/a/b"), at("production/a/b")],
    [at("test/a-b/c"), at("development/a/b-c")],
  ])("%j does not reach %j with any key that contains names", async (own, other) => {
    const workflow = compiledAt(own, {
      athena: "write",
      glue: { jobs: ["shared"], databases: ["shared"] },
      update_secrets: true,
    });
    expect(workflow).toBeDefined();
    expect(workflow && (await reaches(workflow, other))).toEqual([]);
  });

  test("a workflow reaches its own resources, so that the requests above prove something", async () => {
    const own = at("development/a/b");
    const workflow = compiledAt(own, { athena: "write", glue: true, update_secrets: true });
    expect(workflow && (await reaches(workflow, own)).map((text) => text.split(" ")[1])).toEqual([
      ...["GetSecretValue", "PutSecretValue", "UpdateSecret"].map((each) => `secretsmanager:${each}`),
      ...["StartJobRun", "UpdateJob", "DeleteJob", "GetJob"].flatMap((each) => [`glue:${each}`, `glue:${each}`]),
      "glue:DeleteTable",
      "iam:PassRole",
      "trusts",
    ]);
  });

  test("a stack's settings for migration never reach another environment", async () => {
    const wide = new Map([
      [
        "development",
        migrating("development", {
          glueJobs: [{ workflows: ["a/*"], patterns: ["*"] }],
          glueDatabases: [{ workflows: ["a/*"], patterns: ["*"] }],
        }),
      ],
    ]);
    const workflow = compiledAt(at("development/a/b"), { athena: "write", glue: true }, wide);
    expect(workflow?.settingsUsed).toHaveLength(2);
    const found = workflow === undefined ? [] : await reaches(workflow, at("production/a/b"));
    // AWS has no resource for these two actions, so they reach every job; the settings' descriptions mention it.
    expect(found.map((text) => text.split(" ")[1])).toEqual(["glue:ResetJobBookmark", "glue:GetJobs"]);
  });
});

function at(path: string): Place {
  const [environment = "", project = "", workflow = ""] = path.split("/");
  return { environment, project, workflow };
}

const REAL = resolve(ROOT, "../shared/manifests");
const describeReal = existsSync(REAL) ? describe : describe.skip;

describeReal.each(ENVIRONMENTS)("of the real manifests of %s that validate", (environment) => {
  test("none gives a role access to the workflow with the nearest name, here or in another environment", async () => {
    const stack = environmentOf(environment);
    const workflows = findManifests(resolve(REAL, environment)).flatMap((path) => {
      const { valid } = checkManifest(readManifest(path, REAL), stack);
      return valid === undefined ? [] : [compileWorkflow(valid)];
    });
    const sorted = [...workflows].sort((one, other) =>
      one.dag.service_account_name < other.dag.service_account_name ? -1 : 1,
    );
    const found: string[] = [];
    for (const [index, workflow] of sorted.entries()) {
      const next = sorted[(index + 1) % sorted.length] ?? workflow;
      const elsewhere = ENVIRONMENTS[(ENVIRONMENTS.indexOf(environment) + 1) % ENVIRONMENTS.length] ?? environment;
      found.push(...(await reaches(workflow, next)));
      found.push(...(await reaches(workflow, { ...workflow, environment: elsewhere })));
    }
    expect(workflows.length).toBeGreaterThan(10);
    expect(found).toEqual([]);
  }, 300_000);
});

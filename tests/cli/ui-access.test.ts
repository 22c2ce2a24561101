import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import { UI_ROLES } from "../../platform/airflow/ui-roles";
import { uiPolicyArn } from "../../platform/names/airflow";
import { createUiAccessPolicies } from "../../infra/airflow/ui-access";
import { fencesOf } from "../docs/support/pages";
import type { CommandResult } from "../support/command";
import { type Recording, runOnMocks, stackConfig, text } from "../support/mocks";
import { Moto } from "../support/moto";
import { type Credentials, errorBody, Proxy, runUiAccess } from "./ui-access-aws";

// A command starts in about a second, or later if many run at once; moto takes a few seconds.
jest.setTimeout(600_000);

const COMPUTE = stackConfig("development").accounts.compute;
const USER_POLICY = uiPolicyArn("development", "user", COMPUTE);

let moto: Moto;
let proxy: Proxy;
let credentials: Credentials;
let iam: IAMClient;
let policies: Recording;
let tests = 0;
const running: { stop: () => Promise<void> }[] = [];

/** Credentials of an account: in moto, any account exists once its role is assumed. */
async function credentialsOf(accountId: string): Promise<Credentials> {
  const sts = new STSClient({
    region: COMPUTE.region,
    endpoint: moto.url,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/operator`, RoleSessionName: "tests" }),
  );
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw new Error("moto gave no credentials");
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** New roles for one test, with a prefix of their own. */
async function createRoles(...endings: string[]): Promise<{ prefix: string; roles: string[] }> {
  tests += 1;
  const prefix = `alpha_${tests}_`;
  const roles = endings.map((ending) => `${prefix}${ending}`);
  for (const role of roles) {
    await iam.send(
      new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' }),
    );
  }
  return { prefix, roles };
}

async function policiesOf(role = ""): Promise<(string | undefined)[]> {
  const { AttachedPolicies: attached = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
  return attached.map(({ PolicyArn: arn }) => arn);
}

async function run(...args: string[]): Promise<CommandResult> {
  return runUiAccess(["development", "--role", "user", ...args], proxy.url, credentials);
}

beforeAll(async () => {
  policies = await runOnMocks(() => {
    createUiAccessPolicies("development", COMPUTE, {});
  });
  moto = await Moto.start();
  running.push(moto);
  proxy = await Proxy.start(moto.url);
  running.push(proxy);
  credentials = await credentialsOf(COMPUTE.id);
  iam = new IAMClient({ region: COMPUTE.region, endpoint: moto.url, credentials });
  for (const policy of policies.ofType("aws:iam/policy:Policy")) {
    await iam.send(
      new CreatePolicyCommand({ PolicyName: text(policy, "name"), PolicyDocument: text(policy, "policy") }),
    );
  }
});

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
});

beforeEach(() => {
  proxy.reset();
});

describe("npm run ui-access", () => {
  test("attaches exactly the policies that pulumi up creates", () => {
    const created = policies
      .ofType("aws:iam/policy:Policy")
      .map((policy) => `arn:aws:iam::${COMPUTE.id}:policy/${text(policy, "name")}`);
    expect(UI_ROLES.map((role) => uiPolicyArn("development", role, COMPUTE))).toEqual(created);
  });

  test("attaches only the policy of the requested role", async () => {
    const { prefix, roles } = await createRoles(...UI_ROLES);
    for (const uiRole of UI_ROLES) {
      const args = ["development", "--role", uiRole, `${prefix}${uiRole}`];
      const { stdout, stderr, status } = await runUiAccess(args, proxy.url, credentials);
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^1 attached$/m);
      expect(status).toBe(0);
    }
    expect(await Promise.all(roles.map(policiesOf))).toEqual(
      UI_ROLES.map((uiRole) => [uiPolicyArn("development", uiRole, COMPUTE)]),
    );
  });

  test("run again, reports that everything is attached already and writes nothing", async () => {
    const { prefix, roles } = await createRoles("ann", "bob");
    await run(...roles);
    proxy.reset();
    const { stdout, stderr, status } = await run(...roles);
    expect(stdout).toBe(
      `${USER_POLICY}\n  already attached   ${prefix}ann\n  already attached   ${prefix}bob\n2 already attached\n`,
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(proxy.actions).toEqual(["GetCallerIdentity", "GetPolicy", "ListEntitiesForPolicy"]);
  });

  test("makes one request for each role that lacks the policy, whatever the others have", async () => {
    const { prefix, roles } = await createRoles("ann", "bob", "cat");
    await iam.send(new AttachRolePolicyCommand({ PolicyArn: USER_POLICY, RoleName: `${prefix}bob` }));
    const { stdout } = await run(...roles, `${prefix}ann`);
    expect(stdout).toMatch(/^2 attached, 1 already attached$/m);
    expect(proxy.actions.slice(3)).toEqual(["AttachRolePolicy", "AttachRolePolicy"]);
  });

  test("does not count a role's boundary as an attached policy", async () => {
    const { roles } = await createRoles("ann");
    await run(...roles);
    await run(...roles);
    const listing = proxy.requests.find((request) => request.get("Action") === "ListEntitiesForPolicy");
    expect(listing?.get("PolicyUsageFilter")).toBe("PermissionsPolicy");
  });

  test("with --dry-run, says what it would do, finds unknown roles and changes nothing", async () => {
    const { prefix, roles } = await createRoles("ann", "bob");
    await run(`${prefix}ann`);
    proxy.reset();
    const { stdout, stderr, status } = await run("--dry-run", ...roles, `${prefix}zoe`);
    expect(stdout).toBe(
      [
        USER_POLICY,
        `  already attached   ${prefix}ann`,
        `  would be attached  ${prefix}bob`,
        `  no such role       ${prefix}zoe`,
        "1 already attached, 1 would be attached, 1 no such role; dry run, changed nothing",
        "",
      ].join("\n"),
    );
    expect(stderr).toBe(`there is no role ${prefix}zoe in account ${COMPUTE.id}\n`);
    expect(status).toBe(1);
    expect(proxy.actions).not.toContain("AttachRolePolicy");
    expect(await policiesOf(`${prefix}bob`)).toEqual([]);
  });

  test("prints the output that its page shows", async () => {
    const { prefix, roles } = await createRoles("ann", "bob");
    await run(`${prefix}ann`);
    const { stdout, stderr } = await run(...roles, `${prefix}zoe`);
    const shown = fencesOf("docs/how-to/give-access-to-the-airflow-interface.md").find(
      ({ language }) => language === "text",
    );
    expect(`${stdout}${stderr}`.replaceAll(prefix, "alpha_user_")).toBe(`${shown?.text}\n`);
  });

  test("attaches to the other roles if one is unknown, and reports that one at the end with exit code 1", async () => {
    const { prefix, roles } = await createRoles("ann", "bob");
    const { stdout, stderr, status } = await run(`${prefix}yan`, ...roles, `${prefix}zoe`);
    expect(stdout).toMatch(/^2 no such role, 2 attached$/m);
    expect(stderr).toBe(
      ["yan", "zoe"].map((ending) => `there is no role ${prefix}${ending} in account ${COMPUTE.id}\n`).join(""),
    );
    expect(status).toBe(1);
    expect(await policiesOf(`${prefix}bob`)).toEqual([USER_POLICY]);
  });

  test("attaches to the other roles if one has too many policies, tries that one once, and reports AWS's reason", async () => {
    const { prefix, roles } = await createRoles("ann", "bob");
    proxy.reset((request) =>
      request.get("Action") === "AttachRolePolicy" && request.get("RoleName") === `${prefix}ann`
        ? { status: 409, body: errorBody("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10") }
        : undefined,
    );
    const { stdout, stderr, status } = await run(...roles);
    expect(stdout).toMatch(/^1 failed, 1 attached$/m);
    expect(proxy.actions.filter((action) => action === "AttachRolePolicy")).toHaveLength(2);
    expect(stderr).toBe(
      `cannot attach the policy to ${prefix}ann: LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10\n`,
    );
    expect(status).toBe(1);
  });

  test("with --prefix, attaches only to roles whose names start with it, page after page", async () => {
    const { prefix } = await createRoles("ann", "bob", "cat", "dan", "eve");
    const { roles: others } = await createRoles("ann");
    // IAM may return fewer roles than requested.
    proxy.reset((request) => {
      if (request.get("Action") === "ListRoles") {
        request.set("MaxItems", "2");
      }
      return undefined;
    });
    const { stdout, status } = await run("--prefix", prefix);
    expect(stdout).toMatch(/^5 attached$/m);
    expect(status).toBe(0);
    const listings = proxy.requests.filter((request) => request.get("Action") === "ListRoles");
    expect(listings.length).toBeGreaterThan(2);
    expect(listings[0]?.get("MaxItems")).toBe("1000");
    expect(await policiesOf(`${prefix}eve`)).toEqual([USER_POLICY]);
    expect(await policiesOf(others[0])).toEqual([]);
  });

  test("with --prefix and --dry-run, does not look up listed roles again", async () => {
    const { prefix } = await createRoles("ann", "bob");
    const { stdout } = await run("--dry-run", "--prefix", prefix);
    expect(stdout).toMatch(/^2 would be attached; dry run, changed nothing$/m);
    expect(proxy.actions).not.toContain("GetRole");
  });

  test("a prefix without roles is an error, but named roles still get the policy", async () => {
    const { prefix, roles } = await createRoles("ann");
    const { stdout, stderr, status } = await run("--prefix", `${prefix}x`, ...roles);
    expect(stdout).toMatch(/^1 attached$/m);
    expect(stderr).toBe(`account ${COMPUTE.id} has no role whose name starts with ${prefix}x\n`);
    expect(status).toBe(1);
  });

  test("reads the roles with the policy page after page, also empty pages", async () => {
    const { prefix, roles } = await createRoles("ann");
    await run(...roles);
    let pages = 0;
    proxy.reset((request) => {
      if (request.get("Action") !== "ListEntitiesForPolicy" || pages++ > 0) {
        // Moto's markers are numbers, and it has no marker for this list.
        request.delete("Marker");
        return undefined;
      }
      return {
        status: 200,
        body: `<ListEntitiesForPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListEntitiesForPolicyResult><PolicyRoles/><IsTruncated>true</IsTruncated><Marker>next</Marker></ListEntitiesForPolicyResult></ListEntitiesForPolicyResponse>`,
      };
    });
    const { stdout } = await run(...roles);
    expect(stdout).toContain(`already attached   ${prefix}ann`);
    expect(proxy.requests.map((request) => request.get("Marker"))).toEqual([null, null, null, "next"]);
  });

  test("waits if AWS throttles, and then succeeds", async () => {
    const { roles } = await createRoles("ann");
    let throttled = 0;
    proxy.reset((request) =>
      request.get("Action") === "AttachRolePolicy" && throttled++ < 4
        ? { status: 400, body: errorBody("Throttling", "Rate exceeded") }
        : undefined,
    );
    const { stdout, stderr, status } = await run(...roles);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^1 attached$/m);
    expect(status).toBe(0);
    expect(proxy.actions.filter((action) => action === "AttachRolePolicy")).toHaveLength(5);
    expect(await policiesOf(roles[0])).toEqual([USER_POLICY]);
  });

  test("if the connection is lost, makes AWS_MAX_ATTEMPTS attempts, and lists the roles that it did not try", async () => {
    const { prefix, roles } = await createRoles("ann", "bob", "cat");
    proxy.reset((request) => {
      if (request.get("RoleName") === `${prefix}bob`) {
        throw new TypeError("the connection is closed without an answer");
      }
      return undefined;
    });
    const args = ["development", "--role", "user", ...roles];
    const { stdout, stderr, status } = await runUiAccess(args, proxy.url, credentials, { AWS_MAX_ATTEMPTS: "2" });
    expect(proxy.actions.filter((action) => action === "AttachRolePolicy")).toHaveLength(3);
    expect(stdout).toMatch(/^1 attached, 1 failed, 1 not tried$/m);
    expect(stderr).toMatch(new RegExp(`^cannot attach the policy to ${prefix}bob: .*\nnot tried: ${prefix}cat\n$`));
    expect(status).toBe(1);
  });

  test("refuses credentials of another account before any request to IAM", async () => {
    const { roles } = await createRoles("ann");
    const others = await credentialsOf(stackConfig("development").accounts.data.id);
    const { stdout, stderr, status } = await runUiAccess(
      ["development", "--role", "user", ...roles],
      proxy.url,
      others,
    );
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /^these credentials belong to account 444444444444 \(arn:.*\), but the compute account of development is 111111111111: use/,
    );
    expect(status).toBe(1);
    expect(proxy.actions).toEqual(["GetCallerIdentity"]);
  });

  test("if the policy is missing, says to run pulumi up first", async () => {
    const { id } = stackConfig("test").accounts.compute;
    const { stderr, status } = await runUiAccess(["test", "--role", "op", "ann"], proxy.url, await credentialsOf(id));
    expect(stderr).toBe(
      `there is no policy arn:aws:iam::${id}:policy/airflow-test-ui-op; run pulumi up --stack test first, which creates it\n`,
    );
    expect(status).toBe(1);
    expect(proxy.actions).toEqual(["GetCallerIdentity", "GetPolicy"]);
  });

  test("without credentials, says so and shows no stack trace", async () => {
    const { stderr, status } = await runUiAccess(["development", "--role", "user", "ann"], proxy.url);
    expect(stderr).toMatch(/^cannot look up the owner of these credentials: CredentialsProviderError: .*\n$/);
    expect(status).toBe(1);
  });

  test.each([
    [[], "missing option --role <role>"],
    [["developmnt", "--role", "user", "ann"], "there is no stack developmnt; did you mean development?"],
    [["development", "ann"], "missing option --role <role>"],
    [["development", "--role", "veiwer", "ann"], "there is no role of the user interface veiwer; did you mean viewer?"],
    [["development", "--role", "user"], "name IAM roles, or give --prefix"],
    [["development", "--role", "user", "--prefix", ""], '"" cannot be the name of an IAM role'],
    [
      ["development", "--role", "user", "arn:aws:iam::111111111111:role/ann"],
      '"arn:aws:iam::111111111111:role/ann" cannot be the name of an IAM role: write the name alone, not an ARN or a path',
    ],
    [["development", "--role", "user", "--dryrun", "ann"], "unknown option --dryrun; did you mean --dry-run?"],
  ])("for a mistake in %j, says what to write, with exit code 2 and without a request", async (args, message) => {
    const { stderr, status } = await runUiAccess(args, proxy.url, credentials);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(proxy.requests).toEqual([]);
  });
});

import type { PolicyDocument } from "../../../platform/iam/policy-document";
import { settingsUsed } from "../../../workflow/iam/settings-used";
import { fillOidcIssuer } from "../../../workflow/iam/identity";
import { DATA_ACCOUNT, isAllowedBy, OTHER_ACCOUNT, roleInput, roleWith, settingsWith } from "./support";

/** Replaces the cluster's issuer: the simulation checks condition keys, and knows only those of public issuers. */
const ISSUER = "accounts.google.com";
const OTHER_ISSUER = "cognito-identity.amazonaws.com";
const provider = (issuer = ISSUER, account = DATA_ACCOUNT) => `arn:aws:iam::${account}:oidc-provider/${issuer}`;

/** An issuer in EKS's form. */
const EKS_ISSUER = `oidc.eks.eu-west-2.amazonaws.com/id/${"0".repeat(32)}`;

/** AWS's default quota for a role trust policy, in characters. */
const TRUST_LIMIT = 2048;

interface Token {
  readonly sub?: string;
  readonly aud?: string;
}

async function assumes(
  policy: PolicyDocument,
  token: Token,
  principal = provider(),
  issuer = ISSUER,
): Promise<boolean> {
  const context = Object.fromEntries(
    Object.entries(token).map(([claim, value]) => [`${issuer}:${claim}`, String(value)]),
  );
  return isAllowedBy(policy, { principal, action: "sts:AssumeRoleWithWebIdentity", resource: roleWith().arn, context });
}

describe("the trust policy", () => {
  const policy = () => fillOidcIssuer(roleWith().trustPolicy, ISSUER);
  const own = { sub: "system:serviceaccount:mwaa:courts-daily", aud: "sts.amazonaws.com" };

  test("admits the workflow's own service account", async () => {
    expect(await assumes(policy(), own)).toBe(true);
  });

  test.each([
    "system:serviceaccount:mwaa:courts-weekly",
    "system:serviceaccount:mwaa:courts-daily-two",
    "system:serviceaccount:default:courts-daily",
    "system:serviceaccount:mwaa:*",
  ])("refuses %s, which is not the workflow's service account", async (sub) => {
    expect(await assumes(policy(), { ...own, sub })).toBe(false);
  });

  test("refuses tokens for another audience, or without a claim", async () => {
    expect(await assumes(policy(), { ...own, aud: "kubernetes.default.svc" })).toBe(false);
    expect(await assumes(policy(), { sub: own.sub })).toBe(false);
    expect(await assumes(policy(), { aud: own.aud })).toBe(false);
  });

  test("refuses another cluster's tokens, and another account's provider", async () => {
    expect(await assumes(policy(), own, provider(OTHER_ISSUER), OTHER_ISSUER)).toBe(false);
    expect(await assumes(policy(), own, provider(ISSUER, OTHER_ACCOUNT))).toBe(false);
  });

  test("uses the project's alias and the namespace, like the service account", () => {
    expect(JSON.stringify(roleWith({}, { project: "emds", projectFolder: "a-long-name" }).trustPolicy)).toContain(
      '"system:serviceaccount:mwaa:emds-daily"',
    );
  });

  test.each([{}, { glue: true }])(
    "has the issuer's placeholder until it is filled in, and stays within AWS's limit (%j)",
    (iam) => {
      const { trustPolicy } = roleWith(iam);
      expect(JSON.stringify(trustPolicy)).toContain("${oidcIssuer}");
      const filled = JSON.stringify(fillOidcIssuer(trustPolicy, EKS_ISSUER));
      expect(filled).not.toContain("${");
      expect(filled.length).toBeLessThan(TRUST_LIMIT);
    },
  );

  test("an issuer is filled in unchanged, including dollar signs", () => {
    expect(JSON.stringify(fillOidcIssuer(roleWith().trustPolicy, "a$&b"))).toContain("oidc-provider/a$&b");
  });
});

describe("glue in the trust policy", () => {
  const jobs = (policy: PolicyDocument, service: string, account: string) =>
    isAllowedBy(policy, {
      principal: service,
      action: "sts:AssumeRole",
      resource: roleWith().arn,
      context: { "aws:SourceAccount": account },
    });

  test("Glue may run jobs as the role if the manifest asks for glue, only for the data account", async () => {
    const policy = fillOidcIssuer(roleWith({ glue: true }).trustPolicy, ISSUER);
    expect(await jobs(policy, "glue.amazonaws.com", DATA_ACCOUNT)).toBe(true);
    expect(await jobs(policy, "glue.amazonaws.com", OTHER_ACCOUNT)).toBe(false);
    expect(await jobs(policy, "lambda.amazonaws.com", DATA_ACCOUNT)).toBe(false);
  });

  test("Glue is not trusted if the manifest does not ask for it", async () => {
    expect(await jobs(fillOidcIssuer(roleWith().trustPolicy, ISSUER), "glue.amazonaws.com", DATA_ACCOUNT)).toBe(false);
  });
});

describe("compatibility.trustedIssuers", () => {
  const settings = settingsWith({ compatibility: { trustedIssuers: [OTHER_ISSUER] } });
  const own = { sub: "system:serviceaccount:mwaa:courts-daily", aud: "sts.amazonaws.com" };
  const policy = () => fillOidcIssuer(roleWith({}, { settings }).trustPolicy, ISSUER);

  test("lets the service account of the same name in from the other cluster, and from this one as before", async () => {
    expect(await assumes(policy(), own, provider(OTHER_ISSUER), OTHER_ISSUER)).toBe(true);
    expect(await assumes(policy(), own)).toBe(true);
  });

  test("keeps the other cluster's other service accounts out", async () => {
    const other = { ...own, sub: "system:serviceaccount:mwaa:courts-weekly" };
    expect(await assumes(policy(), other, provider(OTHER_ISSUER), OTHER_ISSUER)).toBe(false);
    expect(await assumes(policy(), { ...own, aud: "other" }, provider(OTHER_ISSUER), OTHER_ISSUER)).toBe(false);
  });

  test("stays within AWS's limit with two of them, Glue and the longest name", () => {
    const issuers = ["1", "2"].map((digit) => EKS_ISSUER.replaceAll("0", digit)) as [string, string];
    const { trustPolicy } = roleWith(
      { glue: true },
      {
        project: "p".repeat(31),
        workflow: "w".repeat(31),
        settings: settingsWith({ compatibility: { trustedIssuers: issuers } }),
      },
    );
    expect(JSON.stringify(fillOidcIssuer(trustPolicy, EKS_ISSUER)).length).toBeLessThan(TRUST_LIMIT);
  });

  test("is counted for each workflow with a role here", () => {
    expect(settingsUsed(roleInput({}, { settings }))).toEqual([
      { setting: "compatibility.trustedIssuers", names: [OTHER_ISSUER] },
    ]);
  });
});

import type { PolicyDocument } from "../../platform/iam/policy-document";
import { fillOidcIssuer } from "../../workflow/iam/identity";
import { compiled, DEVELOPMENT } from "../support/manifests";
import { MINIMUM } from "../support/user-guide";
import { isAllowedBy } from "../workflow/iam/support";
import { fencesOf } from "./support/pages";

const PAGE = "docs/authors/external-role.md";

/** The account of the page's role. */
const ACCOUNT = "123456789012";

/** Stands in for the cluster's issuer, as in the tests of the platform's own trust policies. */
const ISSUER = "accounts.google.com";

const shown = fencesOf(PAGE).find(({ language }) => language === "json")?.text ?? "";

/** The page's trust policy, in another account and with an issuer. */
function policyOf(account: string, issuer: string): PolicyDocument {
  return JSON.parse(shown.replaceAll(ACCOUNT, account).replaceAll("<issuer>", issuer)) as PolicyDocument;
}

test("the page's trust policy is the one that the platform writes for a role of its own", () => {
  const { role } = compiled(MINIMUM, DEVELOPMENT, "manifests/development/my-project/my-workflow/workflow.yml");
  const account = DEVELOPMENT.settings.accounts.data.id;
  expect(role?.trustPolicy && fillOidcIssuer(role.trustPolicy, "<issuer>")).toEqual(policyOf(account, "<issuer>"));
});

describe("the page's trust policy", () => {
  const account = "444444444444";
  const assumes = (sub: string, aud = "sts.amazonaws.com"): Promise<boolean> =>
    isAllowedBy(policyOf(account, ISSUER), {
      principal: `arn:aws:iam::${account}:oidc-provider/${ISSUER}`,
      action: "sts:AssumeRoleWithWebIdentity",
      resource: `arn:aws:iam::${account}:role/my-workflow`,
      context: { [`${ISSUER}:sub`]: sub, [`${ISSUER}:aud`]: aud },
    });

  test("lets the workflow in", async () => {
    expect(await assumes("system:serviceaccount:mwaa:my-project-my-workflow")).toBe(true);
  });

  test.each([
    "system:serviceaccount:mwaa:my-project-my-workflow-two",
    "system:serviceaccount:mwaa:my-project-*",
    "system:serviceaccount:default:my-project-my-workflow",
  ])("keeps %s out", async (sub) => {
    expect(await assumes(sub)).toBe(false);
  });

  test("keeps tokens for another audience out", async () => {
    expect(await assumes("system:serviceaccount:mwaa:my-project-my-workflow", "kubernetes.default.svc")).toBe(false);
  });
});

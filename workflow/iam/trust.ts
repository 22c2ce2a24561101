import type { PolicyDocument, PolicyStatement } from "../../platform/iam/policy-document";
import { compatibilityOf } from "./configured";
import type { RoleInput } from "./context";
import { GLUE_SERVICE } from "./glue";
import { runsGlueJobs } from "./keys";
import { serviceAccountSubject } from "../../platform/names/kubernetes";
import { serviceAccountName } from "../../platform/names/workflow";

/** Placeholder in trust policies for the cluster's OIDC issuer, which is unknown until the cluster exists. */
export const OIDC_ISSUER_TOKEN = "${oidcIssuer}";

/** Lets pods of the workflow's own service account assume the role, and also Glue if the workflow runs Glue jobs. */
export function trustPolicy(input: RoleInput): PolicyDocument {
  const account = input.settings.accounts.data.id;
  const subject = serviceAccountSubject({
    namespace: input.settings.clusterNamespace,
    name: serviceAccountName(input),
  });
  // Another platform's cluster has its service accounts under the same names: both run during a move.
  const pods = [OIDC_ISSUER_TOKEN, ...compatibilityOf(input).trustedIssuers].map((issuer) =>
    podsStatement(account, issuer, subject),
  );
  const glue: PolicyStatement = {
    Effect: "Allow",
    Principal: { Service: GLUE_SERVICE },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
  return { Version: "2012-10-17", Statement: runsGlueJobs(input.iam) ? [...pods, glue] : pods };
}

/** Lets pods of service accounts assume a role of this account, by their cluster's OIDC issuer, which is without `https://`. */
export function podsStatement(account: string, issuer: string, subject: string | readonly string[]): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subject } },
  };
}

/** Replaces the placeholder by the cluster's OIDC issuer, without `https://`. */
export function fillOidcIssuer(document: PolicyDocument, issuer: string): PolicyDocument {
  return fill(document, issuer) as PolicyDocument;
}

function fill(value: unknown, issuer: string): unknown {
  if (typeof value === "string") {
    return value.replaceAll(OIDC_ISSUER_TOKEN, () => issuer);
  }
  if (Array.isArray(value)) {
    return value.map((item) => fill(item, issuer));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key.replaceAll(OIDC_ISSUER_TOKEN, () => issuer), fill(item, issuer)]),
    );
  }
  return value;
}

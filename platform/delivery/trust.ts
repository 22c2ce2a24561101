import type { PolicyDocument } from "../iam/policy-document";
import type { Accounts, DeliveryConfig } from "../config/stack.generated";
import { type Access, deliveryRoleArn, GITHUB_ISSUER, githubEnvironment } from "../names/delivery";

/**
 * Trust in GitHub's tokens for jobs of one environment of one repository, and only of the workflow files that plan or deploy.
 * `ref`, `repository_id` and `job_workflow_ref` are condition keys of AWS STS since January 2026
 * (https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/).
 */
export function githubTrust(
  environment: string,
  access: Access,
  delivery: DeliveryConfig,
  accountId: string,
): PolicyDocument {
  const { repository, repositoryId, branch } = delivery;
  const claim = (name: string): string => `${GITHUB_ISSUER}:${name}`;
  const main = `refs/heads/${branch}`;
  const subject = `${delivery.subjectPrefix ?? `repo:${repository}`}:environment:${githubEnvironment(environment, access)}`;
  const workflow = (file: string, ref: string): string => `${repository}/.github/workflows/${file}@${ref}`;
  return document({
    Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${GITHUB_ISSUER}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [claim("aud")]: "sts.amazonaws.com",
        [claim("sub")]: subject,
        [claim("repository_id")]: repositoryId,
        ...(access === "apply"
          ? { [claim("ref")]: main, [claim("job_workflow_ref")]: workflow("deploy-stack.yml", main) }
          : {}),
      },
      ...(access === "plan"
        ? {
            StringLike: {
              // A pull request's branch has its own copy of the file. The role can only read.
              [claim("job_workflow_ref")]: [workflow("plan.yml", "refs/pull/*/merge"), workflow("drift.yml", main)],
            },
          }
        : {}),
    },
  });
}

/** Trust in the compute account's role of the same purpose. */
export function computeRoleTrust(environment: string, access: Access, accounts: Accounts): PolicyDocument {
  return document({
    Principal: { AWS: deliveryRoleArn(environment, access, "compute", accounts) },
    Action: "sts:AssumeRole",
  });
}

function document(
  statement: Pick<PolicyDocument["Statement"][number], "Principal" | "Action" | "Condition">,
): PolicyDocument {
  return { Version: "2012-10-17", Statement: [{ Sid: "Delivery", Effect: "Allow", ...statement }] };
}

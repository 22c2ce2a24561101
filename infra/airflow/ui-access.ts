import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy } from "../shared/policy";
import { mwaaName, uiPolicyName } from "../../platform/names/airflow";
import { AIRFLOW_ROLES, UI_ROLES } from "../../platform/airflow/ui-roles";

/**
 * Creates one policy for each role of the user interface, to attach to people's IAM roles. They are in the compute
 * account: MWAA has no resource policies, so a role that requests a token has to be in the environment's account.
 */
export function createUiAccessPolicies(
  environment: string,
  { id, region }: Account,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const role of UI_ROLES) {
    const name = uiPolicyName(environment, role);
    new aws.iam.Policy(
      `ui-${role}`,
      {
        name,
        description: `Airflow user interface of ${environment} as ${AIRFLOW_ROLES[role]}`,
        policy: policy({
          Sid: "CreateWebLoginToken",
          Effect: "Allow",
          Action: "airflow:CreateWebLoginToken",
          Resource: `arn:aws:airflow:${region}:${id}:role/${mwaaName(environment)}/${AIRFLOW_ROLES[role]}`,
        }),
        tags: { Name: name },
      },
      opts,
    );
  }
}

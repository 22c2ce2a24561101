import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy } from "../shared/policy";
import { named, type TagMap } from "../../platform/tags";
import { mwaaName, uiPolicyName } from "../../platform/names/airflow";
import { AIRFLOW_ROLES, UI_ROLES } from "../../platform/airflow/ui-roles";

/**
 * One policy for each role of the user interface, for the roles of people. In the compute account: MWAA has no resource
 * policies, so whoever asks for a token has to be of the environment's own account.
 */
export function createUiAccessPolicies(
  environment: string,
  { id, region }: Account,
  tags: TagMap,
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
        tags: named(tags, name),
      },
      opts,
    );
  }
}

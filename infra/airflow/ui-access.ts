import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account } from "../../platform/config/stack.generated";
import { policy } from "../policy";
import { named, type TagMap } from "../../platform/tags";
import { mwaaName } from "../../platform/names/airflow";

/** Roles of Airflow's user interface, by the name that policies have for them. */
const UI_ROLES = { admin: "Admin", op: "Op", user: "User", viewer: "Viewer" } as const;

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
  for (const [role, airflowRole] of Object.entries(UI_ROLES)) {
    const name = `airflow-${environment}-ui-${role}`;
    new aws.iam.Policy(
      `ui-${role}`,
      {
        name,
        description: `Airflow user interface of ${environment} as ${airflowRole}`,
        policy: policy({
          Sid: "CreateWebLoginToken",
          Effect: "Allow",
          Action: "airflow:CreateWebLoginToken",
          Resource: `arn:aws:airflow:${region}:${id}:role/${mwaaName(environment)}/${airflowRole}`,
        }),
        tags: named(tags, name),
      },
      opts,
    );
  }
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { Account, AirflowConfig } from "../../platform/config/stack.generated";
import type { NetworkOutputs } from "../network/network";
import type { ExecutionRole } from "./execution-role";
import { LOGGING } from "./logs";
import { bucketArn, DAGS_FOLDER, mwaaName } from "../../platform/names/airflow";
import type { Objects } from "./objects";
import { configurationOptions } from "../../platform/airflow/configuration-options";
import { environmentName } from "../../platform/names/environment";

/** Number of zones that MWAA works in: AWS takes exactly two subnets. */
const ZONES = 2;

export interface EnvironmentArgs {
  readonly environment: string;
  readonly account: Account;
  readonly config: AirflowConfig;
  /** Pods that the quota of the workflows' namespace allows. */
  readonly pods: number;
  readonly network: NetworkOutputs;
  readonly securityGroupId: pulumi.Input<string>;
  readonly executionRole: ExecutionRole;
  readonly objects: Objects;
  readonly key: aws.kms.Key;
  /** Resources that MWAA checks or uses during its creation, which fails after half an hour if one is missing. */
  readonly after: readonly pulumi.Resource[];
}

/** The managed Airflow environment. */
export function createEnvironment(args: EnvironmentArgs, opts: pulumi.CustomResourceOptions): aws.mwaa.Environment {
  const { environment, account, config, network, objects } = args;
  return new aws.mwaa.Environment(
    "mwaa",
    {
      name: mwaaName(environment),
      airflowVersion: config.version,
      environmentClass: config.environmentClass,
      minWorkers: config.minWorkers,
      maxWorkers: config.maxWorkers,
      schedulers: config.schedulers,
      webserverAccessMode: config.webserverAccess === "private" ? "PRIVATE_ONLY" : "PUBLIC_ONLY",
      endpointManagement: "SERVICE",
      weeklyMaintenanceWindowStart: config.weeklyMaintenanceWindowStart,
      // No workerReplacementStrategy: the provider sends it only when it changes, never at creation, and reads it back from
      // the last update. A constant would protect only every other update, and the updates between would report drift
      // (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/mwaa/environment.go).
      sourceBucketArn: bucketArn(environment, account),
      dagS3Path: DAGS_FOLDER,
      requirementsS3Path: objects.requirements.key,
      requirementsS3ObjectVersion: objects.requirements.versionId,
      ...(objects.plugins === undefined
        ? {}
        : { pluginsS3Path: objects.plugins.key, pluginsS3ObjectVersion: objects.plugins.versionId }),
      executionRoleArn: args.executionRole.role.arn,
      kmsKey: args.key.arn,
      networkConfiguration: {
        securityGroupIds: [args.securityGroupId],
        subnetIds: network.subnets.private.slice(0, ZONES).map(({ subnet }) => subnet.id),
      },
      airflowConfigurationOptions: configurationOptions(environment, account.region, config, args.pods),
      loggingConfiguration: LOGGING,
      tags: { Name: environmentName(environment) },
    },
    {
      ...opts,
      // The provider waits 90 minutes for an update by default, and an upgrade may take longer. Then the update would fail here and
      // go on in AWS (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/mwaa/environment.go).
      customTimeouts: { create: "3h", update: "3h" },
      // Its database holds the history of every run, and a new environment starts without one.
      protect: true,
      dependsOn: [...args.after],
    },
  );
}

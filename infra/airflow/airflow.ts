import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { ClusterOutputs } from "../cluster/cluster";
import type { Accounts, AirflowConfig } from "../../platform/config/stack.generated";
import { createKmsKey, logGroupsStatement } from "../shared/kms-key";
import type { NetworkOutputs } from "../network/network";
import type { CountedLog } from "../../platform/operations/alarm";
import type { Providers } from "../shared/providers";
import { createBucket } from "./bucket";
import { createEmail } from "./email";
import { createEnvironment } from "./environment";
import { createExecutionRole } from "./execution-role";
import { createLogGroups } from "./logs";
import { bucketName, DAGS_FOLDER, executionRoleArn, mwaaLogGroupName } from "../../platform/names/airflow";
import { requirements } from "../../platform/airflow/requirements";
import { archivePath, wheelLock } from "../../platform/airflow/wheel-lock";
import { createObjects } from "./objects";
import { createSecurityGroup } from "./security-group";
import { createUiAccessPolicies } from "./ui-access";
import { environmentName } from "../../platform/names/environment";

export interface AirflowArgs {
  readonly environment: string;
  readonly config: AirflowConfig;
  /** Pods that the quota of the workflows' namespace allows. */
  readonly pods: number;
  readonly accounts: Accounts;
  readonly network: NetworkOutputs;
  readonly cluster: ClusterOutputs;
  readonly providers: Providers;
}

/** Outputs of the Airflow layer, for the layers above it. */
/** Log groups of MWAA whose lines alarms count. */
type AirflowLogGroups = Readonly<
  Record<Extract<CountedLog, "DAG processing" | "scheduler" | "tasks">, aws.cloudwatch.LogGroup>
>;

export interface AirflowOutputs {
  readonly bucketName: string;
  /** The bucket. Its objects depend on `bucketSettings`. */
  readonly bucket: aws.s3.Bucket;
  /** Versioning, encryption and the public access block of the bucket. */
  readonly bucketSettings: readonly pulumi.Resource[];
  /** Key of the bucket. */
  readonly key: aws.kms.Key;
  /** Folder of the bucket that Airflow imports DAGs from. */
  readonly dagsFolder: string;
  readonly executionRoleArn: string;
  /** The managed environment. */
  readonly environment: pulumi.Resource;
  /** Version that MWAA reports. */
  readonly version: pulumi.Output<string>;
  readonly countedLogGroups: AirflowLogGroups;
  /** Host name of the user interface. */
  readonly webserverUrl: pulumi.Output<string>;
}

/** Managed Airflow: its bucket, key and role, the environment itself, email, and access to the user interface. */
export class Airflow extends pulumi.ComponentResource implements AirflowOutputs {
  readonly bucketName: string;
  readonly bucket: aws.s3.Bucket;
  readonly bucketSettings: readonly pulumi.Resource[];
  readonly key: aws.kms.Key;
  readonly dagsFolder = DAGS_FOLDER;
  readonly executionRoleArn: string;
  readonly environment: pulumi.Resource;
  readonly version: pulumi.Output<string>;
  readonly countedLogGroups: AirflowLogGroups;
  readonly webserverUrl: pulumi.Output<string>;

  constructor(name: string, args: AirflowArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:airflow:Airflow", name, {}, { ...opts, providers: [args.providers.compute] });
    const { environment, config, network, cluster } = args;
    const account = args.accounts.compute;
    const child = { parent: this };

    const key = createKmsKey(
      "airflow",
      {
        description: `Airflow environment ${environment}: bucket, database, queues, logs and connections`,
        alias: environmentName(environment),
        environment,
        accountId: account.id,
        statements: [logGroupsStatement(account.region, account.id, mwaaLogGroupName(environment, "*"))],
      },
      child,
    );
    const bucket = createBucket({ environment, account, key }, child);
    const objects = createObjects(
      {
        bucket,
        requirements: requirements(config),
        plugins:
          config.webserverAccess === "private"
            ? { path: archivePath(config.version), sha256: wheelLock(config.version).archive.sha256 }
            : undefined,
        kubeconfig: cluster.kubeconfig,
      },
      child,
    );
    const executionRole = createExecutionRole({ environment, account, clusterName: cluster.name, key }, child);
    admitToCluster(executionRole.role, cluster, child);
    const securityGroup = createSecurityGroup(
      { environment, vpcId: network.vpcId, clusterSecurityGroupId: cluster.securityGroupId },
      child,
    );
    const logGroups = createLogGroups({ environment, retentionDays: config.logRetentionDays, key }, child);
    const mwaa = createEnvironment(
      {
        environment,
        account,
        config,
        pods: args.pods,
        network,
        securityGroupId: securityGroup.group.id,
        executionRole,
        objects,
        key,
        after: [
          ...bucket.settings,
          executionRole.permissions,
          ...securityGroup.rules,
          ...Object.values(logGroups),
          ...network.internetAccess,
          ...network.endpoints,
        ],
      },
      child,
    );
    createEmail({ environment, account, fromAddress: config.emailFromAddress, key }, child);
    createUiAccessPolicies(environment, account, child);

    this.bucketName = bucketName(environment, account);
    this.bucket = bucket.bucket;
    this.bucketSettings = bucket.settings;
    this.key = key;
    this.executionRoleArn = executionRoleArn(environment, account);
    this.environment = mwaa;
    this.version = mwaa.airflowVersion;
    this.countedLogGroups = {
      "DAG processing": logGroups.dagProcessingLogs,
      scheduler: logGroups.schedulerLogs,
      tasks: logGroups.taskLogs,
    };
    this.webserverUrl = mwaa.webserverUrl;
    this.registerOutputs({ bucketName: this.bucketName, webserverUrl: this.webserverUrl });
  }
}

/** Makes Airflow a user of the cluster, in the group that the namespace's role is bound to. */
function admitToCluster(role: aws.iam.Role, cluster: ClusterOutputs, opts: pulumi.CustomResourceOptions): void {
  // This is not in the cluster's layer because EKS records the role's internal ID: the role has to exist before the
  // entry.
  new aws.eks.AccessEntry(
    "execution-role",
    {
      clusterName: cluster.name,
      principalArn: role.arn,
      type: "STANDARD",
      kubernetesGroups: [cluster.mwaaGroup],
      tags: { Name: "mwaa" },
    },
    { ...opts, dependsOn: [cluster.ready] },
  );
}

import * as pulumi from "@pulumi/pulumi";

import type { CompiledWorkflow } from "../../workflow/compiled";
import type { AirflowOutputs } from "../airflow/airflow";
import type { ClusterOutputs } from "../cluster/cluster";
import type { Accounts, SecretsConfig } from "../config/stack.generated";
import type { Providers } from "../providers";
import type { TagMap } from "../tags";
import { createSecretsKey } from "./secrets-key";
import { type PackageFile, uploadSharedPackage } from "./shared-package";
import { Workflow, type WorkflowPlatform } from "./workflow";

/** What the workflows of an environment are made from. */
export interface WorkflowsArgs {
  readonly environment: string;
  readonly accounts: Accounts;
  readonly secrets: SecretsConfig;
  readonly workflows: readonly CompiledWorkflow[];
  /** Files of the shared Python package. */
  readonly sharedPackage: readonly PackageFile[];
  readonly cluster: ClusterOutputs;
  readonly airflow: AirflowOutputs;
  readonly providers: Providers;
  readonly tags: TagMap;
}

/** All workflows of an environment, one component each, and what they share. */
export class Workflows extends pulumi.ComponentResource {
  /** Role by workflow (`project/workflow`). */
  readonly roleArns: Readonly<Record<string, string>>;

  constructor(name: string, args: WorkflowsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:workflows:Workflows", name, {}, opts);
    const platform = this.createPlatform(args);
    this.roleArns = Object.fromEntries(
      args.workflows.map((workflow) => {
        const component = new Workflow(
          `${workflow.project}-${workflow.workflow}`,
          { workflow, platform },
          { parent: this },
        );
        return [workflow.id, component.roleArn];
      }),
    );
    this.registerOutputs({ roleArns: this.roleArns });
  }

  private createPlatform({
    environment,
    accounts,
    secrets,
    sharedPackage,
    cluster,
    airflow,
    providers,
    tags,
  }: WorkflowsArgs): WorkflowPlatform {
    const { replicaRegion, recoveryWindowDays } = secrets;
    const key = createSecretsKey(
      { environment, account: accounts.data, replicaRegion, tags },
      { parent: this, provider: providers.data },
    );
    const packageUploaded = uploadSharedPackage(
      {
        files: sharedPackage,
        bucket: airflow.bucketName,
        dagsFolder: airflow.dagsFolder,
        bucketSettings: airflow.bucketSettings,
        tags,
      },
      { parent: this, provider: providers.compute },
    );
    return {
      oidc: cluster.dataAccountOidc,
      secretStore: cluster.secretStore,
      namespace: cluster.namespace,
      bucketName: airflow.bucketName,
      packageUploaded,
      secrets: { key, replicaRegion, recoveryWindowInDays: recoveryWindowDays },
      providers: { ...providers, kubernetes: cluster.kubernetesProvider },
      tags,
    };
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

import * as pulumi from "@pulumi/pulumi";

import type { CompiledWorkflow } from "../../workflow/compiled";
import type { AirflowOutputs } from "../airflow/airflow";
import type { ClusterOutputs } from "../cluster/cluster";
import type { Accounts, SecretsConfig } from "../../platform/config/stack.generated";
import type { Providers } from "../shared/providers";
import { createSecretsKey } from "./secrets-key";
import { type PackageFile } from "../../platform/airflow/shared-package";
import { packageVersion, withPackage } from "../../platform/airflow/package-version";
import { ROOT } from "../../platform/root";
import { uploadOrphanedPodsDag } from "./orphaned-pods";
import { uploadSharedPackage } from "./shared-package";
import { Workflow, type WorkflowPlatform } from "./workflow";

/** Arguments of the workflows of an environment. */
export interface WorkflowsArgs {
  readonly environment: string;
  readonly accounts: Accounts;
  readonly secrets: SecretsConfig;
  /** Files of the shared Python package. */
  readonly sharedPackage: readonly PackageFile[];
  readonly vpcCidrBlock: string;
  readonly cluster: ClusterOutputs;
  readonly airflow: AirflowOutputs;
  readonly providers: Providers;
}

/**
 * Workflows to register before the event loop gets a turn. This bounds the registrations in flight, and with them
 * memory.
 */
const BATCH = 50;

/** All workflows of an environment, one component each, and the resources that they share. */
export class Workflows extends pulumi.ComponentResource {
  private readonly platform: WorkflowPlatform;

  constructor(name: string, args: WorkflowsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:workflows:Workflows", name, {}, opts);
    this.platform = this.createPlatform(args);
  }

  /**
   * Adds every workflow, and returns the ARN of each one's role by `project/workflow`. Pauses between batches:
   * thousands of half-registered workflows took more memory than Node has by default.
   */
  async addAll(workflows: readonly CompiledWorkflow[]): Promise<Record<string, string>> {
    const roleArns: Record<string, string> = {};
    for (const [index, workflow] of workflows.entries()) {
      const { project, workflow: name, id } = workflow;
      roleArns[id] = new Workflow(
        `${project}-${name}`,
        { workflow, platform: this.platform },
        { parent: this },
      ).roleArn;
      if (index % BATCH === BATCH - 1) {
        await setImmediate();
      }
    }
    this.registerOutputs({ roleArns });
    return roleArns;
  }

  private createPlatform({
    environment,
    accounts,
    secrets,
    sharedPackage,
    vpcCidrBlock,
    cluster,
    airflow,
    providers,
  }: WorkflowsArgs): WorkflowPlatform {
    const { replicaRegion, recoveryWindowDays } = secrets;
    const key = createSecretsKey(
      { environment, account: accounts.data, replicaRegion },
      { parent: this, provider: providers.data },
    );
    const version = packageVersion(sharedPackage);
    const loader = readFileSync(join(ROOT, "infra", "workflows", "load_package.py"), "utf8");
    const useVersion = (dagObject: string): string => withPackage(dagObject, version, loader);
    const packageUploaded = uploadSharedPackage(
      {
        sharedPackage: version,
        bucket: airflow.bucketName,
        dagsFolder: airflow.dagsFolder,
        bucketSettings: airflow.bucketSettings,
      },
      { parent: this, provider: providers.compute },
    );
    uploadOrphanedPodsDag(
      { bucket: airflow.bucketName, dagsFolder: airflow.dagsFolder, withPackage: useVersion },
      { parent: this, provider: providers.compute, dependsOn: [packageUploaded] },
    );
    return {
      oidc: cluster.dataAccountOidc,
      secretStore: cluster.secretStore,
      namespace: cluster.namespace,
      vpcCidrBlock,
      bucketName: airflow.bucketName,
      packageUploaded,
      withPackage: useVersion,
      secrets: { key, replicaRegion, recoveryWindowInDays: recoveryWindowDays },
      providers: { ...providers, kubernetes: cluster.kubernetesProvider },
    };
  }
}

import * as pulumi from "@pulumi/pulumi";

import type { CompiledWorkflow } from "../../workflow/compiled";
import type { SecretsConfig } from "../config/stack.generated";
import { createSecretsKey } from "./secrets-key";
import { Workflow, type WorkflowPlatform } from "./workflow";

/** What the workflows of an environment are made from. */
export interface WorkflowsArgs {
  readonly environment: string;
  readonly dataAccountId: string;
  readonly secrets: SecretsConfig;
  readonly workflows: readonly CompiledWorkflow[];
  readonly platform: Omit<WorkflowPlatform, "secrets">;
}

/** All workflows of an environment, one component each, and the key of their secrets. */
export class Workflows extends pulumi.ComponentResource {
  /** Role by workflow (`project/workflow`). */
  readonly roleArns: Readonly<Record<string, string>>;

  constructor(name: string, args: WorkflowsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("analytical-platform:airflow:Workflows", name, {}, opts);
    const key = createSecretsKey(
      {
        environment: args.environment,
        accountId: args.dataAccountId,
        replicaRegion: args.secrets.replicaRegion,
        tags: args.platform.tags,
      },
      { parent: this, provider: args.platform.dataProvider },
    );
    const secrets = { key, replicaRegion: args.secrets.replicaRegion, recoveryWindowInDays: args.secrets.recoveryWindowDays };
    const platform = { ...args.platform, secrets };
    this.roleArns = Object.fromEntries(
      args.workflows.map((workflow) => {
        const component = new Workflow(`${workflow.project}-${workflow.workflow}`, { workflow, platform }, { parent: this });
        return [workflow.id, component.roleArn];
      }),
    );
    this.registerOutputs({ roleArns: this.roleArns });
  }
}

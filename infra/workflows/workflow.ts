import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { CompiledWorkflow } from "../../workflow/compiled";
import type { OidcProvider } from "../cluster/oidc";
import type { Providers } from "../shared/providers";
import { named, type TagMap } from "../../platform/tags";
import { createWorkflowRole } from "./role";
import { createExternalSecret, createSecret, type WorkflowSecretsArgs } from "./secrets";

/** What every workflow of an environment shares. */
export interface WorkflowPlatform {
  /** The cluster as the data account knows it; must exist before a role that trusts it. */
  readonly oidc: OidcProvider;
  /** Must exist before a service account in it. */
  readonly namespace: pulumi.Resource;
  /** Must exist before an external secret that uses it. */
  readonly secretStore: pulumi.Resource;
  /** Bucket that MWAA reads DAGs from. */
  readonly bucketName: string;
  /** The shared Python package, which DAG objects import. */
  readonly packageUploaded: pulumi.Resource;
  readonly secrets: Omit<WorkflowSecretsArgs, "tags">;
  readonly providers: Providers & { readonly kubernetes: kubernetes.Provider };
  readonly tags: TagMap;
}

/** What one workflow is made from. */
export interface WorkflowArgs {
  readonly workflow: CompiledWorkflow;
  readonly platform: WorkflowPlatform;
}

/** Everything that exists for one workflow: role, secrets, service account, external secret and DAG object. */
export class Workflow extends pulumi.ComponentResource {
  readonly roleArn: string;

  constructor(name: string, { workflow, platform }: WorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("analytical-platform:workflows:Workflow", name, {}, opts);
    const { compute, data, kubernetes: cluster } = platform.providers;
    const { serviceAccount, role } = workflow;
    const tags = { ...platform.tags, ...workflow.tags };
    const inDataAccount = { parent: this, provider: data };

    if (role !== null) {
      createWorkflowRole(
        name,
        { role, oidcIssuer: platform.oidc.issuer, tags },
        { ...inDataAccount, dependsOn: [platform.oidc.resource] },
      );
    }
    const secrets = workflow.secrets.map((secret) =>
      createSecret(name, secret, { ...platform.secrets, tags }, inDataAccount),
    );
    createServiceAccount(name, serviceAccount, { parent: this, provider: cluster, dependsOn: [platform.namespace] });
    if (secrets.length > 0) {
      createExternalSecret(name, workflow, {
        parent: this,
        provider: cluster,
        dependsOn: [platform.secretStore, ...secrets],
      });
    }
    new aws.s3.BucketObjectv2(
      name,
      {
        bucket: platform.bucketName,
        key: workflow.dagObjectKey,
        content: workflow.dagObject,
        contentType: "text/x-python",
        tags: named(tags, workflow.dag.dag_id),
      },
      { parent: this, provider: compute, dependsOn: [platform.packageUploaded] },
    );

    this.roleArn = serviceAccount.roleArn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** The identity that the workflow's pods run with. */
function createServiceAccount(
  name: string,
  account: CompiledWorkflow["serviceAccount"],
  opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.ServiceAccount {
  return new kubernetes.core.v1.ServiceAccount(
    name,
    {
      metadata: {
        name: account.name,
        namespace: account.namespace,
        labels: { ...account.labels },
        annotations: { "eks.amazonaws.com/role-arn": account.roleArn },
      },
      // Pods get their AWS identity from a token of its own; none of them talks to the API server.
      automountServiceAccountToken: false,
    },
    opts,
  );
}

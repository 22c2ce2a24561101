import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { CompiledWorkflow } from "../../workflow/compiled";
import { named, type TagMap } from "../tags";
import { createWorkflowRole } from "./role";
import { createExternalSecret, createSecret, type WorkflowSecretsArgs } from "./secrets";

/** What every workflow of an environment shares. */
export interface WorkflowPlatform {
  /** Issuer of the cluster's OIDC provider, without `https://`. */
  readonly oidcIssuer: pulumi.Input<string>;
  readonly secretStoreName: string;
  /** Bucket that MWAA reads DAGs from. */
  readonly bucket: pulumi.Input<string>;
  readonly bucketKeyArn: pulumi.Input<string>;
  readonly secrets: Omit<WorkflowSecretsArgs, "tags">;
  readonly tags: TagMap;
  readonly dataProvider: aws.Provider;
  readonly computeProvider: aws.Provider;
  readonly kubernetesProvider: kubernetes.Provider;
  /** Must exist before a role that trusts it. */
  readonly oidcProvider: pulumi.Resource;
  /** Must exist before a service account in it. */
  readonly namespace: pulumi.Resource;
  /** Must exist before an external secret that uses it. */
  readonly secretStore: pulumi.Resource;
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
    super("analytical-platform:airflow:Workflow", name, {}, opts);
    const tags = { ...platform.tags, ...workflow.tags };
    const inDataAccount = { parent: this, provider: platform.dataProvider };
    const inCluster = { parent: this, provider: platform.kubernetesProvider };

    if (workflow.role !== null) {
      createWorkflowRole(name, { role: workflow.role, oidcIssuer: platform.oidcIssuer, tags }, { ...inDataAccount, dependsOn: [platform.oidcProvider] });
    }
    const secrets = workflow.secrets.map((secret) => createSecret(name, secret, { ...platform.secrets, tags }, inDataAccount));
    const { serviceAccount } = workflow;
    new kubernetes.core.v1.ServiceAccount(
      name,
      {
        metadata: {
          name: serviceAccount.name,
          namespace: serviceAccount.namespace,
          labels: { ...serviceAccount.labels },
          annotations: { "eks.amazonaws.com/role-arn": serviceAccount.roleArn },
        },
        // Pods get their AWS identity from a projected token; none of them talks to the API server.
        automountServiceAccountToken: false,
      },
      { ...inCluster, dependsOn: [platform.namespace] },
    );
    if (secrets.length > 0) {
      createExternalSecret(name, { workflow, secretStoreName: platform.secretStoreName }, { ...inCluster, dependsOn: [platform.secretStore, ...secrets] });
    }
    new aws.s3.BucketObjectv2(
      name,
      {
        bucket: platform.bucket,
        key: workflow.dagObjectKey,
        content: workflow.dagObject,
        contentType: "text/x-python",
        kmsKeyId: platform.bucketKeyArn,
        serverSideEncryption: "aws:kms",
        // S3 takes ten tags an object.
        tags: named(tags, workflow.dag.dag_id),
      },
      { parent: this, provider: platform.computeProvider },
    );

    this.roleArn = serviceAccount.roleArn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

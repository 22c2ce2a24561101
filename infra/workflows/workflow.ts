import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { CompiledWorkflow } from "../../workflow/compiled";
import type { OidcProvider } from "../cluster/oidc";
import { workflowEgressRules } from "../../platform/network/workflow-egress";
import type { Providers } from "../shared/providers";
import { createWorkflowRole } from "./role";
import { createExternalSecret, createSecret, type WorkflowSecretsArgs } from "./secrets";

/** Arguments that all workflows of an environment share. */
export interface WorkflowPlatform {
  /** The cluster's identity provider in the data account. Roles that trust it come after it. */
  readonly oidc: OidcProvider;
  /** The namespace. Service accounts come after it. */
  readonly namespace: pulumi.Resource;
  /** The secret store. External secrets that use it come after it. */
  readonly secretStore: pulumi.Resource;
  /** Block of the VPC. */
  readonly vpcCidrBlock: string;
  /** Bucket that MWAA reads DAGs from. */
  readonly bucketName: string;
  /** The shared Python package, which DAG objects import. */
  readonly packageUploaded: pulumi.Resource;
  /** Adds to a DAG object the choice of the package's version. */
  readonly withPackage: (dagObject: string) => string;
  readonly secrets: Omit<WorkflowSecretsArgs, "tags">;
  readonly providers: Providers & { readonly kubernetes: kubernetes.Provider };
}

/** Arguments of one workflow. */
export interface WorkflowArgs {
  readonly workflow: CompiledWorkflow;
  readonly platform: WorkflowPlatform;
}

/** All resources of one workflow: role, secrets, service account, external secret and DAG object. */
export class Workflow extends pulumi.ComponentResource {
  readonly roleArn: string;

  constructor(name: string, { workflow, platform }: WorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("analytical-platform:workflows:Workflow", name, {}, opts);
    const { compute, data, kubernetes: cluster } = platform.providers;
    const { serviceAccount, role } = workflow;
    const { tags } = workflow;
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
    if (workflow.egress.length > 0) {
      createEgressPolicy(
        name,
        { workflow, vpcCidrBlock: platform.vpcCidrBlock },
        { parent: this, provider: cluster, dependsOn: [platform.namespace] },
      );
    }
    new aws.s3.BucketObjectv2(
      name,
      {
        bucket: platform.bucketName,
        key: workflow.dagObjectKey,
        content: platform.withPackage(workflow.dagObject),
        contentType: "text/x-python",
        tags: { ...tags, Name: workflow.dag.dag_id },
      },
      { parent: this, provider: compute, dependsOn: [platform.packageUploaded] },
    );

    this.roleArn = serviceAccount.roleArn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** Lets the workflow's pods make more connections than the namespace's own policy does. Kubernetes adds the two up. */
function createEgressPolicy(
  name: string,
  { workflow, vpcCidrBlock }: { readonly workflow: CompiledWorkflow; readonly vpcCidrBlock: string },
  opts: pulumi.CustomResourceOptions,
): kubernetes.networking.v1.NetworkPolicy {
  const { name: account, namespace, labels } = workflow.serviceAccount;
  return new kubernetes.networking.v1.NetworkPolicy(
    `${name}-egress`,
    {
      // Names of workflows have no dot, so no other policy of the namespace has this name.
      metadata: { name: `${account}.egress`, namespace, labels: { ...labels } },
      spec: {
        podSelector: { matchLabels: { ...labels } },
        policyTypes: ["Egress"],
        egress: workflowEgressRules(workflow.egress, vpcCidrBlock),
      },
    },
    opts,
  );
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
      // Pods get their AWS identity from a separate token, and do not call the API server.
      automountServiceAccountToken: false,
    },
    opts,
  );
}

import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { CompiledSecret, CompiledWorkflow } from "../../workflow/compiled";
import { SECRET_REFRESH_MINUTES, SECRET_STORE } from "../../platform/names/kubernetes";
import type { TagMap } from "../../platform/tags";
import type { SecretsKey } from "./secrets-key";

/** First value of a secret, until its maintainers set theirs. */
const PLACEHOLDER = "placeholder";

/** Arguments of the secrets of one workflow. */
export interface WorkflowSecretsArgs {
  readonly key: SecretsKey;
  readonly replicaRegion: string;
  readonly recoveryWindowInDays: number;
  /** The workflow's own tags. */
  readonly tags: TagMap;
}

/** One secret in Secrets Manager, with a placeholder until its maintainers give it a value. */
export function createSecret(
  name: string,
  secret: CompiledSecret,
  args: WorkflowSecretsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.secretsmanager.Secret {
  const resource = new aws.secretsmanager.Secret(
    `${name}-${secret.id}`,
    {
      name: secret.name,
      description: `Reaches the container as ${secret.environmentVariable}; maintainers set the value`,
      kmsKeyId: args.key.arn,
      replicas: [{ region: args.replicaRegion, kmsKeyId: args.key.replicaArn }],
      recoveryWindowInDays: args.recoveryWindowInDays,
      policy: JSON.stringify(secret.resourcePolicy),
      tags: { ...args.tags, Name: secret.name },
    },
    opts,
  );
  new aws.secretsmanager.SecretVersion(
    `${name}-${secret.id}`,
    {
      secretId: resource.id,
      // Write-only, so that the state contains neither the placeholder nor a value that a refresh would read.
      secretStringWo: pulumi.secret(PLACEHOLDER),
      secretStringWoVersion: 1,
      // With its own label, AWS does not clean up the first version when maintainers set values, so a refresh finds it.
      // A new first version would not take AWSCURRENT from theirs either.
      versionStages: ["PLACEHOLDER"],
    },
    // Maintainers who set values move AWSCURRENT away from this version.
    { ...opts, ignoreChanges: ["secretStringWo", "versionStages"] },
  );
  return resource;
}

/** Fills the workflow's Kubernetes Secret every five minutes, with one key for each secret. */
export function createExternalSecret(
  name: string,
  workflow: CompiledWorkflow,
  opts: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource {
  const { name: serviceAccountName, namespace, labels } = workflow.serviceAccount;
  return new kubernetes.apiextensions.CustomResource(
    name,
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: serviceAccountName, namespace, labels: { ...labels } },
      spec: {
        refreshInterval: `${SECRET_REFRESH_MINUTES}m`,
        secretStoreRef: { kind: "SecretStore", name: SECRET_STORE },
        target: { name: workflow.dag.secret_name, creationPolicy: "Owner", deletionPolicy: "Delete" },
        data: workflow.secrets.map((secret) => ({ secretKey: secret.id, remoteRef: { key: secret.name } })),
      },
    },
    opts,
  );
}

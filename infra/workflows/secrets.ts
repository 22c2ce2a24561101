import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { CompiledSecret, CompiledWorkflow } from "../../workflow/compiled";
import { SECRET_STORE } from "../../platform/names/kubernetes";
import { named, type TagMap } from "../../platform/tags";
import type { SecretsKey } from "./secrets-key";

/** First value of a secret, until its maintainers set theirs. */
const PLACEHOLDER = "placeholder";

/** What the secrets of one workflow are made from. */
export interface WorkflowSecretsArgs {
  readonly key: SecretsKey;
  readonly replicaRegion: string;
  readonly recoveryWindowInDays: number;
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
      tags: named(args.tags, secret.name),
    },
    opts,
  );
  new aws.secretsmanager.SecretVersion(
    `${name}-${secret.id}`,
    {
      secretId: resource.id,
      // Write-only: neither the placeholder nor what a refresh would read ever stands in the state.
      secretStringWo: pulumi.secret(PLACEHOLDER),
      secretStringWoVersion: 1,
      // A label of its own keeps the first version from being cleaned up once maintainers set values, so a refresh never
      // finds it missing; and were it made again, it would not take AWSCURRENT from theirs (only a first version does).
      versionStages: ["PLACEHOLDER"],
    },
    // AWSCURRENT comes and goes on this version as maintainers set values; that is theirs.
    { ...opts, ignoreChanges: ["secretStringWo", "versionStages"] },
  );
  return resource;
}

/** Fills the workflow's Kubernetes Secret, one key a secret, every five minutes. */
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
        refreshInterval: "5m",
        secretStoreRef: { kind: "SecretStore", name: SECRET_STORE },
        target: { name: workflow.dag.secret_name, creationPolicy: "Owner", deletionPolicy: "Delete" },
        data: workflow.secrets.map((secret) => ({ secretKey: secret.id, remoteRef: { key: secret.name } })),
      },
    },
    opts,
  );
}

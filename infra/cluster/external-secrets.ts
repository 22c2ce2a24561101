import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Accounts } from "../../platform/config/stack.generated";
import type { Statement } from "../shared/policy";
import type { Providers } from "../shared/providers";
import type { TagMap } from "../../platform/tags";
import { EXTERNAL_SECRETS_NAMESPACE, SECRET_STORE, WORKFLOW_NAMESPACE } from "../../platform/names/kubernetes";
import type { OidcProvider } from "./oidc";
import { createRelease } from "./release";
import { createServiceAccountRole } from "./service-account-roles";
import { environmentName } from "../../platform/names/environment";
import { environmentSecretPath } from "../../platform/names/workflow";

/** Release and service account of the operator. */
const OPERATOR = "external-secrets";

export interface ExternalSecretsArgs {
  readonly environment: string;
  readonly accounts: Accounts;
  /** Alias of the key of the workflows' secrets, without `alias/`. */
  readonly secretsKeyAlias: string;
  /** The cluster as the data account knows it. */
  readonly oidc: OidcProvider;
  /** Namespace in which the operator runs. */
  readonly operatorNamespace: kubernetes.core.v1.Namespace;
  /** Namespace that the operator serves. */
  readonly namespace: kubernetes.core.v1.Namespace;
  /** Options of what lives in the cluster. */
  readonly inCluster: pulumi.CustomResourceOptions;
  /** Nodes and DNS, which the operator's pods need. */
  readonly after: readonly pulumi.Resource[];
  readonly providers: Providers;
  readonly tags: TagMap;
}

/**
 * The operator that brings secrets of the data account into pods. The role is the operator's own, and the store names no
 * service account: one in `mwaa` with the right to read every secret could be used by any pod there.
 */
export function createExternalSecrets(
  args: ExternalSecretsArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource {
  const { environment, accounts, tags } = args;
  const inDataAccount = { ...opts, provider: args.providers.data };
  const role = createServiceAccountRole(
    OPERATOR,
    {
      name: environmentName(environment, OPERATOR),
      description: `Reads the secrets of the workflows of ${environment}`,
      namespace: EXTERNAL_SECRETS_NAMESPACE,
      serviceAccount: OPERATOR,
      oidc: args.oidc,
      statements: readStatements(environment, accounts, args.secretsKeyAlias),
      tags,
    },
    { ...inDataAccount, dependsOn: [args.oidc.resource] },
  );
  const operator = createRelease(
    OPERATOR,
    {
      namespace: args.operatorNamespace.metadata.name,
      // Its pod runs, and the store's kind exists.
      awaited: true,
      values: (image) => ({
        installCRDs: true,
        image: { tag: image("operator") },
        // What its webhook would look at, this program alone writes; the webhook's certificates would come from a second
        // deployment with the right to read and write every Secret of the cluster.
        webhook: { create: false },
        certController: { create: false },
        serviceAccount: { name: OPERATOR, annotations: { "eks.amazonaws.com/role-arn": role.arn } },
        // It serves one namespace and may touch no other's secrets.
        scopedNamespace: WORKFLOW_NAMESPACE,
        scopedRBAC: true,
        processClusterExternalSecret: false,
        processClusterStore: false,
        processClusterPushSecret: false,
        processClusterGenerator: false,
        // It reads, and writes nothing to the data account.
        processPushSecret: false,
        resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } },
      }),
    },
    { ...args.inCluster, dependsOn: [...args.after, args.namespace, ...role.permissions] },
  );
  return new kubernetes.apiextensions.CustomResource(
    SECRET_STORE,
    {
      apiVersion: "external-secrets.io/v1",
      kind: "SecretStore",
      metadata: { name: SECRET_STORE, namespace: WORKFLOW_NAMESPACE },
      spec: { provider: { aws: { service: "SecretsManager", region: accounts.data.region } } },
    },
    { ...args.inCluster, dependsOn: [operator, args.namespace] },
  );
}

/** What the operator may read: this environment's secrets, and no other's. */
function readStatements(environment: string, { data }: Accounts, keyAlias: string): Statement[] {
  return [
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: `arn:aws:secretsmanager:${data.region}:${data.id}:secret:${environmentSecretPath(environment)}*`,
    },
    {
      Sid: "DecryptSecrets",
      Effect: "Allow",
      Action: "kms:Decrypt",
      // The key is made with the workflows, after this role: it is named by its alias.
      Resource: `arn:aws:kms:${data.region}:${data.id}:key/*`,
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${data.region}.amazonaws.com` },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${keyAlias}` },
      },
    },
  ];
}

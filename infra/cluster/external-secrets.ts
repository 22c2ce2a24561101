import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { Accounts } from "../../platform/config/stack.generated";
import type { Statement } from "../shared/policy";
import type { Providers } from "../shared/providers";
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
  /** Options of resources in the cluster. */
  readonly inCluster: pulumi.CustomResourceOptions;
  /** Nodes and DNS, which the operator's pods need. */
  readonly after: readonly pulumi.Resource[];
  readonly providers: Providers;
}

/**
 * Installs the operator that copies secrets of the data account into Kubernetes Secrets. The operator has its own role,
 * and the store names no service account. Any pod in `mwaa` could use a service account there, and with it read every
 * secret.
 */
export function createExternalSecrets(
  args: ExternalSecretsArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.apiextensions.CustomResource {
  const { environment, accounts } = args;
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
    },
    { ...inDataAccount, dependsOn: [args.oidc.resource] },
  );
  const operator = createRelease(
    OPERATOR,
    {
      namespace: args.operatorNamespace.metadata.name,
      // The SecretStore needs its kind, and the operator needs a running pod.
      awaited: true,
      values: (image) => ({
        installCRDs: true,
        image: { tag: image("operator") },
        // The webhook would check objects that only this program writes. Its certificates would come from a second
        // deployment, which may read and write every Secret of the cluster.
        webhook: { create: false },
        certController: { create: false },
        serviceAccount: { name: OPERATOR, annotations: { "eks.amazonaws.com/role-arn": role.arn } },
        // The operator serves one namespace, and may not touch the secrets of any other.
        scopedNamespace: WORKFLOW_NAMESPACE,
        scopedRBAC: true,
        processClusterExternalSecret: false,
        processClusterStore: false,
        processClusterPushSecret: false,
        processClusterGenerator: false,
        // The operator writes nothing to the data account.
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

/** Permissions to read this environment's secrets, and no others. */
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
      // The workflows' layer creates the key after this role, so the policy names its alias.
      Resource: `arn:aws:kms:${data.region}:${data.id}:key/*`,
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${data.region}.amazonaws.com` },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${keyAlias}` },
      },
    },
  ];
}

import { isDeepStrictEqual } from "node:util";

import type { Properties } from "../../support/wire";
import type { Existing, FakeCloud, SecretValues } from "./fake-cloud";

export const SECRET = "aws:secretsmanager/secret:Secret";
export const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

const CURRENT = "AWSCURRENT";
const NO_VALUES: SecretValues = { primary: {}, replicas: {} };

/**
 * Adds a version, as PutSecretValue does: its labels move from the versions that had them. Without labels it becomes the current
 * one, and the first version of a secret is always current
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html).
 */
export function addVersion(cloud: FakeCloud, inputs: Properties): void {
  const secret = cloud.find(SECRET, String(inputs["secretId"]));
  if (secret === undefined) {
    throw new Error(`ResourceNotFoundException: ${String(inputs["secretId"])}`);
  }
  const { primary, replicas } = secret.values ?? NO_VALUES;
  const labels = (inputs["versionStages"] as string[] | undefined) ?? [CURRENT];
  const moved = CURRENT in primary ? labels : [...labels, CURRENT];
  const value = String(inputs["secretStringWo"] ?? inputs["secretString"]);
  const after = { ...primary, ...Object.fromEntries(moved.map((label) => [label, value])) };
  cloud.put({ ...secret, values: { primary: after, replicas: replicatedTo(Object.keys(replicas), after) } });
}

/**
 * A secret after an update of its replicas. The provider removes each replica that differs in any way, and replicates the secret
 * anew (resourceSecretUpdate in
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/secretsmanager/secret.go).
 */
export function withReplicas(secret: Existing, before: Properties): Existing {
  const { primary } = secret.values ?? NO_VALUES;
  const replicas = (secret.inputs["replicas"] as { region: string }[] | undefined) ?? [];
  const regions = replicas.map(({ region }) => region);
  return isDeepStrictEqual(replicas, before["replicas"])
    ? secret
    : { ...secret, values: { primary, replicas: replicatedTo(regions, primary) } };
}

function replicatedTo(regions: readonly string[], values: SecretValues["primary"]): SecretValues["replicas"] {
  return Object.fromEntries(regions.map((region) => [region, values]));
}

import { DELIVERY_PREFIX } from "../names/delivery";

/**
 * Patterns of the ARNs of all roles and users in an account that a deployment creates or uses, in any environment. The policy
 * of a secret or a key that admits people excludes them: their tags and trust policies come from a deployment.
 */
export function platformPrincipals(accountId: string): string[] {
  return ["role/airflow-*", `role/${DELIVERY_PREFIX}*`, "user/airflow-*"].map(
    (name) => `arn:aws:iam::${accountId}:${name}`,
  );
}

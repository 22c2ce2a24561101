import { DELIVERY_PREFIX } from "../names/delivery";

/**
 * Patterns of the ARNs of all roles and users in an account that a deployment makes, or deploys as, in any environment. The policy
 * of a secret or a key leaves them out where it admits people: whoever deploys chooses their tags and whom they trust.
 */
export function platformPrincipals(accountId: string): string[] {
  return ["role/airflow-*", `role/${DELIVERY_PREFIX}*`, "user/airflow-*"].map(
    (name) => `arn:aws:iam::${accountId}:${name}`,
  );
}

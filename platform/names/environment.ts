/**
 * Name of a resource of an environment: `airflow-<environment>`, followed by its parts, joined by hyphens. Delivery may
 * manage roles, users and policies of these names only.
 */
export function environmentName(environment: string, ...parts: readonly string[]): string {
  return ["airflow", environment, ...parts].join("-");
}

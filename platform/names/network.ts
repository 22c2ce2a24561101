/** Name of the environment's VPC, by which it is found before its ID is known. */
export function vpcName(environment: string): string {
  return `airflow-${environment}`;
}

/** CloudWatch log group that holds what the pods of an environment's workflows print, in the compute account. */
export function workflowLogGroupName(environment: string): string {
  return `/aws/eks/airflow-${environment}/workflows`;
}

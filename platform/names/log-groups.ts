import { clusterName } from "./cluster";
import { environmentName } from "./environment";

/** Log group of the control plane's logs. EKS sets the name. */
export function controlPlaneLogGroupName(environment: string): string {
  return `/aws/eks/${clusterName(environment)}/cluster`;
}

/** Log group of the output of the workflows' pods, in the compute account. */
export function workflowLogGroupName(environment: string): string {
  return `/aws/eks/${clusterName(environment)}/workflows`;
}

/** Log group of the output of the platform's own pods. */
export function systemLogGroupName(environment: string): string {
  return `/aws/eks/${clusterName(environment)}/system`;
}

/** Log group of the metrics of nodes and containers. Container Insights sets the name. */
export function metricsLogGroupName(environment: string): string {
  return `/aws/containerinsights/${clusterName(environment)}/performance`;
}

/** Log group of the VPC's flow logs. */
export function flowLogGroupName(environment: string): string {
  return `/aws/vpc/${environmentName(environment)}/flow-logs`;
}

import { environmentName } from "./environment";

/** Name of the EKS cluster, from which its ARN and its log groups follow. */
export function clusterName(environment: string): string {
  return environmentName(environment);
}

/** Name of the role and the instance profile of the nodes that Karpenter starts. */
export function karpenterNodeName(environment: string): string {
  return environmentName(environment, "karpenter-node");
}

/** Name of the queue with notices of interruptions, which Karpenter reads. */
export function karpenterQueueName(environment: string): string {
  return environmentName(environment, "karpenter");
}

/**
 * Block of the addresses of Kubernetes services, which exist inside the cluster only. It cannot change once the cluster
 * exists. EKS would choose 172.20.0.0/16, which lies behind the Transit Gateway: pods could not reach that network.
 */
export const SERVICE_CIDR_BLOCK = "172.16.0.0/16";

import type { Finding } from "../../../diagnostics/problem";
import { sizeOf } from "../../network/cidr";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** Addresses that AWS keeps in each subnet (VPC user guide, "Subnet CIDR blocks"). */
const KEPT_BY_AWS = 5;

/** Addresses of a prefix: the VPC CNI takes blocks of /28 (EKS user guide, "Assign more IP addresses to nodes with prefixes"). */
const PREFIX = 16;

/** Prefixes of a node with few pods: one in use, and one that the VPC CNI keeps ready (WARM_PREFIX_TARGET). */
const PREFIXES_PER_NODE = 2;

/** The private subnets have room for every node that the groups may have, and for the pods that the quota admits. */
export function subnetCapacityFindings({ network, cluster }: StackConfig): Finding[] {
  const length = network.subnetPrefixLengths.private;
  const zones = network.availabilityZones.length;
  const available = zones * (sizeOf(length) - KEPT_BY_AWS);
  const nodes = Object.values(cluster.nodeGroups).reduce((sum, { maxSize }) => sum + maxSize, 0);
  const needed = nodes * (1 + PREFIXES_PER_NODE * PREFIX);
  return needed <= available
    ? []
    : [
        broken(
          "too-few-addresses",
          ["network", "subnetPrefixLengths", "private"],
          `${zones} private subnets of /${length} have ${available} addresses, and ${nodes} nodes, the sum of maxSize, take at ` +
            `least ${needed}: each takes one and ${PREFIXES_PER_NODE} prefixes of ${PREFIX}. Write a shorter prefix than ` +
            `/${length}, or smaller maxSize`,
        ),
      ];
}

import type { Finding } from "../../../diagnostics/problem";
import { sizeOf } from "../../network/cidr";
import { poolSizes } from "../../cluster/node-pools";
import type { StackConfig } from "../stack.generated";
import { broken, warning } from "./finding";

/** Addresses that AWS keeps in each subnet (VPC user guide, "Subnet CIDR blocks"). */
const KEPT_BY_AWS = 5;

/** Addresses of a prefix: the VPC CNI takes blocks of /28 (EKS user guide, "Assign more IP addresses to nodes with prefixes"). */
const PREFIX = 16;

/** Prefixes of a node with few pods: one in use, and one that the VPC CNI keeps ready (WARM_PREFIX_TARGET). */
const PREFIXES_PER_NODE = 2;

const ADDRESSES_PER_NODE = 1 + PREFIXES_PER_NODE * PREFIX;

/**
 * The private subnets have room for every node that the groups may have. If they have none for the pools too, that is a warning:
 * a pool reaches its largest number of nodes only if each has the smallest size.
 */
export function subnetCapacityFindings({ network, cluster }: StackConfig): Finding[] {
  const length = network.subnetPrefixLengths.private;
  const zones = network.availabilityZones.length;
  const available = zones * (sizeOf(length) - KEPT_BY_AWS);
  const nodes = Object.values(cluster.nodeGroups).reduce((sum, { maxSize }) => sum + maxSize, 0);
  const needed = nodes * ADDRESSES_PER_NODE;
  return needed <= available
    ? poolFindings({ network, cluster }, nodes, available)
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

function poolFindings(
  { network, cluster }: Pick<StackConfig, "network" | "cluster">,
  inGroups: number,
  available: number,
): Finding[] {
  const ofPools = Object.values(cluster.nodePools).reduce(
    (sum, pool) => sum + Math.floor(pool.maxVcpu / (poolSizes(pool)[0]?.vcpu ?? Infinity)),
    0,
  );
  const needed = (inGroups + ofPools) * ADDRESSES_PER_NODE;
  const length = network.subnetPrefixLengths.private;
  return needed <= available
    ? []
    : [
        warning(
          "too-few-addresses-for-pools",
          ["cluster", "nodePools"],
          `if every node has the smallest size, the pools and groups have ${inGroups + ofPools} nodes, which take ${needed} ` +
            `addresses, and the private subnets of /${length} have ${available}: further pods would wait. Write smaller maxVcpu, ` +
            `or a shorter prefix than /${length} before the first deployment`,
        ),
      ];
}

/** Prints Karpenter's objects of a stack with the documentation's pools, and its instance types for the simulated cloud, as JSON. */
import { nodeAllocatable, roomForWorkflows } from "../../../platform/cluster/allocatable";
import { INSTANCE_TYPES, instanceType } from "../../../platform/cluster/instance-types";
import {
  NODE_CLASS_API,
  NODE_CLASS_KIND,
  NODE_POOL_API,
  nodeClassSpec,
  nodePoolSpec,
} from "../../../platform/cluster/karpenter-objects";
import { nodeTaints } from "../../../platform/cluster/node-labels";
import type { NodePoolConfig } from "../../../platform/config/stack.generated";
import { stackTags } from "../../../platform/tags";
import { karpenterConfig } from "../../support/karpenter";

const ZONES = ["eu-west-2a", "eu-west-2b", "eu-west-2c"];

/** Resources that the simulated cloud takes from each node for its kubelet (kwok/cloudprovider/helpers.go of Karpenter's module). */
const OVERHEAD = { cpuMillis: 100, memoryMiB: 10 };

/** The room for workflows, as our table says, because there are no DaemonSets here. */
function simulated(name: string): object[] {
  const type = instanceType(name);
  if (type === undefined) {
    return [];
  }
  const amiType = type.gpus > 0 ? "BOTTLEROCKET_x86_64_NVIDIA" : "BOTTLEROCKET_x86_64";
  const { cpuMillis, memoryMiB, gpus } = roomForWorkflows(nodeAllocatable(type, amiType));
  return [
    {
      name,
      architecture: "amd64",
      operatingSystems: ["linux"],
      resources: {
        cpu: `${cpuMillis + OVERHEAD.cpuMillis}m`,
        memory: `${memoryMiB + OVERHEAD.memoryMiB}Mi`,
        "ephemeral-storage": "100Gi",
        pods: "110",
        ...(gpus > 0 ? { "nvidia.com/gpu": String(gpus) } : {}),
      },
      // A larger node costs more, and spot less: the real prices do not matter here.
      offerings: ZONES.flatMap((zone) => [
        offering("on-demand", zone, type.vcpu + type.memoryGiB / 100),
        offering("spot", zone, (type.vcpu + type.memoryGiB / 100) / 3),
      ]),
    },
  ];
}

function offering(capacity: string, zone: string, price: number): object {
  const requirement = (key: string, value: string): object => ({ key, operator: "In", values: [value] });
  return {
    Price: price,
    Available: true,
    Requirements: [
      requirement("karpenter.sh/capacity-type", capacity),
      requirement("topology.kubernetes.io/zone", zone),
    ],
  };
}

const { cluster, tags } = karpenterConfig("production");
const ofPools = (build: (name: string, pool: NodePoolConfig) => object): object[] =>
  Object.entries(cluster.nodePools).map(([name, pool]) => build(name, pool));

console.log(
  JSON.stringify({
    pools: ofPools((name, pool) => ({
      apiVersion: NODE_POOL_API,
      kind: "NodePool",
      metadata: { name },
      spec: nodePoolSpec(name, pool),
    })),
    classes: ofPools((name, pool) => ({
      apiVersion: NODE_CLASS_API,
      kind: NODE_CLASS_KIND,
      metadata: { name },
      spec: nodeClassSpec(name, pool, {
        clusterName: "airflow-production",
        instanceProfile: "airflow-production-karpenter-node",
        subnetIds: ["subnet-0123456789abcdef0"],
        securityGroupId: "sg-0123456789abcdef0",
        tags: stackTags("production", tags),
      }),
    })),
    instanceTypes: INSTANCE_TYPES.flatMap(simulated),
    drainingTaints: nodeTaints({
      fleet: "general",
      capacity: "on-demand",
      amiType: "BOTTLEROCKET_x86_64",
      labels: {},
      taints: [],
      draining: true,
    }),
  }),
);

import type { ClusterConfig, NodeGroupConfig } from "../config/stack.generated";

/** A node group or a pool of Karpenter's, with its AMI. */
export interface Nodes extends Pick<NodeGroupConfig, "amiType" | "amiReleaseVersion"> {
  /** The section of `cluster` that has it. */
  readonly section: "nodeGroups" | "nodePools";
  readonly name: string;
}

/** All node groups and pools. Reads no other of their properties, so that an error in one hides no rule about AMIs. */
export function nodesOf(cluster: Pick<ClusterConfig, Nodes["section"]>): Nodes[] {
  return (["nodeGroups", "nodePools"] as const).flatMap((section) =>
    Object.entries<Pick<Nodes, "amiType" | "amiReleaseVersion">>(cluster[section]).map(
      ([name, { amiType, amiReleaseVersion }]) => ({ section, name, amiType, amiReleaseVersion }),
    ),
  );
}

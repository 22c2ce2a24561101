import type { NetworkConfig } from "../config/stack.generated";
import { type AllocatedSubnet, allocateSubnets } from "./subnet-allocator";

/** `private`: pods and MWAA; `public`: NAT gateways; `intra`: control plane and Transit Gateway, no way to the internet. */
export type SubnetKindName = "private" | "public" | "intra";

/** The blocks of all subnets. Later kinds are appended to `others`, so that nothing moves. */
export function planSubnets(
  config: Pick<NetworkConfig, "cidrBlock" | "availabilityZones" | "subnetPrefixLengths">,
): AllocatedSubnet<SubnetKindName>[] {
  const lengths = config.subnetPrefixLengths;
  return allocateSubnets<SubnetKindName>({
    cidrBlock: config.cidrBlock,
    zones: config.availabilityZones,
    main: { kind: "private", prefixLength: lengths.private },
    others: [
      { kind: "public", prefixLength: lengths.public },
      { kind: "intra", prefixLength: lengths.intra },
    ],
  });
}

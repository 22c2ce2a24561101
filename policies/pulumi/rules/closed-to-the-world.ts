import { type PolicedResource, properties, type Properties, type ResourceRule, values, type Violation } from "./rule";

/** Blocks with fewer bits than this hold more than any network of ours: the world, or half of it. */
const SHORTEST_PREFIX = 8;

/** The rule "nothing is reached from everywhere". */
export const closedToTheWorld: ResourceRule = {
  name: "closed-to-the-world",
  description: "No security group and no cluster endpoint admits the whole internet.",
  check: ({ type, inputs }) => {
    switch (type) {
      case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
        return [...open("cidrIpv4", inputs["cidrIpv4"]), ...open("cidrIpv6", inputs["cidrIpv6"])];
      case "aws:ec2/securityGroupRule:SecurityGroupRule":
        return inputs["type"] === "ingress" ? openBlocks("", inputs) : [];
      case "aws:ec2/securityGroup:SecurityGroup":
      case "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
        return values(inputs["ingress"]).flatMap((rule) => openBlocks("ingress.", properties(rule)));
      case "aws:eks/cluster:Cluster":
        return openEndpoint("vpcConfig.", properties(inputs["vpcConfig"]));
      case "eks:index:Cluster":
        return openEndpoint("", inputs);
      default:
        return [];
    }
  },
};

function openBlocks(path: string, rule: Properties): Violation[] {
  return ["cidrBlocks", "ipv6CidrBlocks"].flatMap((property) => open(`${path}${property}`, rule[property]));
}

/** EKS admits everyone to a public endpoint that names no blocks, and makes an endpoint public that says nothing. */
function openEndpoint(path: string, config: PolicedResource["inputs"]): Violation[] {
  const isPublic = config["endpointPublicAccess"] !== false;
  if (!isPublic) {
    return [];
  }
  return "publicAccessCidrs" in config
    ? open(`${path}publicAccessCidrs`, config["publicAccessCidrs"])
    : [
        {
          property: `${path}publicAccessCidrs`,
          message: "missing, which admits everyone: name the blocks, or write endpointPublicAccess: false",
        },
      ];
}

function open(property: string, blocks: unknown): Violation[] {
  return values(blocks)
    .map(String)
    .filter((block) => Number(/\/(\d+)$/.exec(block)?.[1] ?? SHORTEST_PREFIX) < SHORTEST_PREFIX)
    .map((block) => ({ property, message: `${block} is the internet: name the blocks or the group that need it` }));
}

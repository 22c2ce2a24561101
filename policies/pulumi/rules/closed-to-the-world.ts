import { type PolicedResource, properties, type Properties, type ResourceRule, values, type Violation } from "./rule";

/** A block with a shorter prefix than this is larger than any network of ours: the internet, or half of it. */
const SHORTEST_PREFIX = 8;

/** The rule "nothing can be reached from the whole internet". */
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

/** EKS's defaults: an endpoint is public, and a public endpoint without blocks admits everyone. */
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

import { messageOf } from "../../../diagnostics/message-of";
import type { Finding } from "../../../diagnostics/problem";
import { SERVICE_CIDR_BLOCK } from "../../names/cluster";
import { type Block, contains, overlaps, parseBlock } from "../../network/cidr";
import { SubnetAllocationError } from "../../network/subnet-allocator";
import { notForVpcs } from "../../network/special-blocks";
import { planSubnets } from "../../network/subnets-plan";
import type { StackConfig } from "../stack.generated";
import { broken, type Path } from "./finding";

/** Smallest and largest prefix length of a VPC. */
const VPC_PREFIX_LENGTHS = { from: 16, to: 28 };

/**
 * Endpoints of MWAA for an environment with a private web server: those of AWS PrivateLink for MWAA
 * (https://docs.aws.amazon.com/mwaa/latest/userguide/security-privatelink.html). An older list also had `airflow.ops`.
 */
const PRIVATE_AIRFLOW_ENDPOINTS = ["airflow.api", "airflow.env"];

/** The VPC's block, and subnets that fit it. */
export function vpcFindings({ network }: StackConfig): Finding[] {
  const path = ["network", "cidrBlock"];
  const problem = blockProblem(network.cidrBlock);
  if (problem !== undefined) {
    return [broken("malformed-block", path, problem)];
  }
  const prefixLength = Number(network.cidrBlock.split("/")[1]);
  if (prefixLength < VPC_PREFIX_LENGTHS.from || prefixLength > VPC_PREFIX_LENGTHS.to) {
    return [
      broken("vpc-size", path, `AWS takes VPCs from /16 to /28, not /${prefixLength}: write a block of such a size`),
    ];
  }
  const special = notForVpcs(parseBlock(network.cidrBlock));
  if (special !== undefined) {
    return [
      broken(
        "reserved-block",
        path,
        `AWS makes no VPC in ${special.cidr}, which is for ${special.use}: write a private block, as 10.200.0.0/18`,
      ),
    ];
  }
  try {
    planSubnets(network);
    return [];
  } catch (error) {
    if (error instanceof SubnetAllocationError) {
      return [broken("subnets-do-not-fit", ["network", "subnetPrefixLengths"], error.message)];
    }
    throw error;
  }
}

/** Zones are in the region of the compute account. */
export function zoneFindings({ network, accounts }: StackConfig): Finding[] {
  const { region } = accounts.compute;
  return network.availabilityZones.flatMap((zone, index) =>
    zone.slice(0, -1) === region
      ? []
      : [
          broken(
            "zone-of-another-region",
            ["network", "availabilityZones", index],
            `${zone} is not a zone of ${region}, the compute account's region (accounts.compute.region): write one such as ${region}a`,
          ),
        ],
  );
}

/**
 * Blocks that are routed to the Transit Gateway are outside the VPC and the cluster's services, and are listed once.
 */
export function transitGatewayFindings({ network }: StackConfig): Finding[] {
  const destinations = network.transitGateway?.destinationCidrBlocks ?? [];
  const path = (index: number): Path => ["network", "transitGateway", "destinationCidrBlocks", index];
  const vpc = blockProblem(network.cidrBlock) === undefined ? parseBlock(network.cidrBlock) : undefined;
  const earlier: { cidr: string; block: Block }[] = [];
  return destinations.flatMap((cidr, index) => {
    const problem = blockProblem(cidr);
    if (problem !== undefined) {
      return [broken("malformed-block", path(index), problem)];
    }
    const block = parseBlock(cidr);
    // A wider block is allowed: the VPC's own route is more specific and wins.
    const inVpc = vpc !== undefined && contains(vpc, block);
    const inServices = overlaps(parseBlock(SERVICE_CIDR_BLOCK), block);
    const other = earlier.find((candidate) => overlaps(candidate.block, block));
    earlier.push({ cidr, block });
    return [
      ...(inVpc
        ? [
            broken(
              "destination-in-vpc",
              path(index),
              `${cidr} lies in the VPC's own block ${network.cidrBlock} (network.cidrBlock), whose traffic never leaves it: ` +
                "leave it out, or write the block of the other network",
            ),
          ]
        : []),
      ...(inServices
        ? [
            broken(
              "destination-in-services",
              path(index),
              `${cidr} overlaps ${SERVICE_CIDR_BLOCK}, the addresses of Kubernetes services, which pods could then not tell ` +
                "from it: write the narrower blocks that are needed",
            ),
          ]
        : []),
      ...(other === undefined
        ? []
        : [
            broken(
              "overlapping-destinations",
              path(index),
              `${cidr} overlaps ${other.cidr}, which goes to the same Transit Gateway: leave out the smaller of the two`,
            ),
          ]),
    ];
  });
}

/** A private web server needs endpoints. */
export function endpointFindings({ network, airflow }: StackConfig): Finding[] {
  if (airflow.webserverAccess !== "private") {
    return [];
  }
  const missing = PRIVATE_AIRFLOW_ENDPOINTS.filter((service) => !network.interfaceEndpoints.includes(service));
  return missing.length === 0
    ? []
    : [
        broken(
          "missing-endpoint",
          ["network", "interfaceEndpoints"],
          `airflow.webserverAccess is private, and MWAA then needs endpoints for ${missing.join(", ")}: add them, ` +
            "or write airflow.webserverAccess: public",
        ),
      ];
}

/** The fault of a block in words; `undefined` for a valid block. */
export function blockProblem(cidr: string): string | undefined {
  try {
    parseBlock(cidr);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

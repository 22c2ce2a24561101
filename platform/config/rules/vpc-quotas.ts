import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken, type Path, warning } from "./finding";

/*
 * Defaults and codes of https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html and
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html: each "Yes" there links to its quota. An account may have
 * more, so each is a warning.
 */
const ENDPOINTS_PER_VPC = { name: "Interface VPC endpoints per VPC", code: "L-29B6F2EB", given: 50 };
const RULES_PER_GROUP = { name: "Inbound or outbound rules per security group", code: "L-0EA8095F", given: 60 };
const ROUTES_PER_TABLE = { name: "Routes per route table", code: "L-93826ACB", given: 500 };

/** AWS raises the quota of routes no further. */
const ROUTES_AT_MOST = 1000;

/** Routes of a private subnet's table beside those to the Transit Gateway: the VPC's own, the internet's and the S3 gateway's. */
const OTHER_ROUTES = 3;

/** Incoming rules of the control plane's group that EKS makes: nodes and control plane reach each other. */
const RULES_OF_EKS = 1;

/** Lists of the stack file that AWS may refuse half-way through a deployment, because each entry counts towards a quota of the VPC. */
export function vpcQuotaFindings({ network, cluster }: StackConfig): Finding[] {
  const destinations = network.transitGateway?.destinationCidrBlocks.length ?? 0;
  const routes = destinations + OTHER_ROUTES;
  const routesAt = ["network", "transitGateway", "destinationCidrBlocks"];
  return [
    ...over(
      ENDPOINTS_PER_VPC,
      ["network", "interfaceEndpoints"],
      network.interfaceEndpoints.length,
      "interface endpoints",
      "leave out those that no workflow needs",
    ),
    ...over(
      RULES_PER_GROUP,
      ["cluster", "privateAccessCidrBlocks"],
      cluster.privateAccessCidrBlocks.length + RULES_OF_EKS,
      "incoming rules of the control plane's security group",
      "write wider blocks",
    ),
    ...(routes > ROUTES_AT_MOST
      ? [
          broken(
            "over-quota",
            routesAt,
            `a private subnet's table would have ${routes} routes, and AWS gives at most ${ROUTES_AT_MOST} (${ROUTES_PER_TABLE.name}): ` +
              "write wider blocks",
          ),
        ]
      : over(ROUTES_PER_TABLE, routesAt, routes, "routes in a private subnet's table", "write wider blocks")),
  ];
}

function over(
  quota: { readonly name: string; readonly code: string; readonly given: number },
  path: Path,
  count: number,
  what: string,
  instead: string,
): Finding[] {
  return count <= quota.given
    ? []
    : [
        warning(
          "over-quota",
          path,
          `${count} ${what} are more than the ${quota.given} that AWS gives an account at first: ${instead}, or look up your account's quota ` +
            `and ask for more before you deploy (Service Quotas, Amazon VPC, ${quota.name}, ${quota.code})`,
        ),
      ];
}

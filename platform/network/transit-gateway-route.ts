/**
 * Pulumi's name of the route from one route table, such as `private-eu-west-2a`, through the Transit Gateway to one
 * block.
 */
export function transitGatewayRouteName(table: string, destinationCidrBlock: string): string {
  return `${table}-to-${destinationCidrBlock}`;
}

/** Matches those names. The network's other routes name their destinations in words. */
export const TRANSIT_GATEWAY_ROUTE = /^(private-[a-z0-9-]+|intra)-to-[\d.]+\/\d+$/;

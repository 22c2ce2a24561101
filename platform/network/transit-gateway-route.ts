/** Pulumi's name of the route to the Transit Gateway from one route table, such as `private-eu-west-2a`, to one block. */
export function transitGatewayRouteName(table: string, destinationCidrBlock: string): string {
  return `${table}-to-${destinationCidrBlock}`;
}

/** Tells those names from the network's other routes, whose destinations are named in words. */
export const TRANSIT_GATEWAY_ROUTE = /^(private-[a-z0-9-]+|intra)-to-[\d.]+\/\d+$/;

import { type AlarmRow, atLeastOne } from "../alarm";

const TWICE = atLeastOne({ period: 300, of: 3, datapoints: 2 });

/** Alarms about the network. */
export const NETWORK_ALARMS: readonly AlarmRow[] = [
  {
    id: "nat-ports-used-up",
    symptom: "A NAT gateway has no port left for a destination",
    hurts: "authors whose pods call the internet from that zone: connections fail",
    severity: "critical",
    each: "NAT gateway",
    signal: {
      kind: "metric",
      metric: {
        namespace: "AWS/NATGateway",
        name: "ErrorPortAllocation",
        statistic: "Sum",
        dimensions: { NatGatewayId: "{natGateway}" },
      },
      condition: TWICE,
    },
    reason: "each one is a connection that failed; two such minutes in 15 are more than a single burst",
    runbook: "Connections to other networks fail",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html",
  },
  {
    id: "transit-gateway-black-hole",
    symptom: "The Transit Gateway drops packets because a route leads nowhere",
    hurts: "authors whose tasks use networks behind it",
    severity: "warning",
    each: "Transit Gateway attachment",
    signal: {
      kind: "metric",
      metric: {
        namespace: "AWS/TransitGateway",
        name: "PacketDropCountBlackhole",
        statistic: "Sum",
        dimensions: { TransitGateway: "{transitGateway}", TransitGatewayAttachment: "{attachment}" },
      },
      condition: TWICE,
    },
    reason: "a black hole drops every packet to a network; routes change within seconds",
    runbook: "Connections to other networks fail",
    source: "https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-cloudwatch-metrics.html",
  },
];

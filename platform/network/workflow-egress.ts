import type { EgressRule } from "../config/stack.generated";
import { contains, parseBlock } from "./cidr";
import { LINK_LOCAL_BLOCK } from "./egress";
import { SERVICE_CIDR_BLOCK } from "../names/cluster";
import { SYSTEM_NAMESPACE } from "../names/kubernetes";

/** A rule of a NetworkPolicy, in Kubernetes' own shape. */
export interface NetworkPolicyEgressRule {
  readonly to: NetworkPolicyPeer[];
  readonly ports: { protocol: string; port?: number }[];
}

interface NetworkPolicyPeer {
  readonly namespaceSelector?: { matchLabels: Record<string, string> };
  readonly podSelector?: { matchLabels: Record<string, string> };
  readonly ipBlock?: { cidr: string; except?: string[] };
}

const EVERYWHERE = "0.0.0.0/0";

/** The networks that workflows may reach beyond HTTPS. */
export interface EgressNetworks {
  /** Block of the VPC. */
  readonly vpcCidrBlock: string;
  /** Blocks behind the Transit Gateway; empty without one. */
  readonly transitGatewayCidrBlocks: readonly string[];
  /** Rules that the configuration adds. */
  readonly rules: readonly EgressRule[];
}

/**
 * Rules for outgoing connections of workflows' pods.
 *
 * - They may reach DNS, HTTPS anywhere, which covers AWS's services and the internet, and the configured blocks.
 * - They may reach any TCP port behind the Transit Gateway: owners of databases and file shares choose their ports.
 * - They may not reach instance metadata, the cluster's services, or other machines of the VPC except through HTTPS.
 */
export function egressRules({
  vpcCidrBlock,
  transitGatewayCidrBlocks,
  rules,
}: EgressNetworks): NetworkPolicyEgressRule[] {
  return [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": SYSTEM_NAMESPACE } },
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
    {
      to: [{ ipBlock: { cidr: EVERYWHERE, except: [LINK_LOCAL_BLOCK, SERVICE_CIDR_BLOCK] } }],
      ports: [{ protocol: "TCP", port: 443 }],
    },
    ...(transitGatewayCidrBlocks.length === 0
      ? []
      : [
          {
            to: transitGatewayCidrBlocks.map((cidr) => ipBlock(cidr, [vpcCidrBlock, SERVICE_CIDR_BLOCK])),
            ports: [{ protocol: "TCP" }],
          },
        ]),
    ...rules.map((rule) => outsideRule(rule, [])),
  ];
}

/**
 * Rules of a workflow that `compatibility.egress` lists. A wide block does not open the machines of the VPC. A block
 * inside the VPC opens those that it names.
 */
export function workflowEgressRules(egress: readonly Destination[], vpcCidrBlock: string): NetworkPolicyEgressRule[] {
  return egress.map((rule) => outsideRule(rule, [vpcCidrBlock]));
}

/** TCP ports of a block of addresses. */
interface Destination {
  readonly cidrBlock: string;
  readonly ports: readonly number[];
}

function outsideRule({ cidrBlock, ports }: Destination, exceptions: readonly string[]): NetworkPolicyEgressRule {
  return {
    to: [ipBlock(cidrBlock, [LINK_LOCAL_BLOCK, SERVICE_CIDR_BLOCK, ...exceptions])],
    ports: ports.map((port) => ({ protocol: "TCP", port })),
  };
}

/** A block without the exceptions that it contains. Kubernetes refuses exceptions outside the block. */
function ipBlock(cidr: string, exceptions: readonly string[]): { ipBlock: { cidr: string; except?: string[] } } {
  const block = parseBlock(cidr);
  const inside = exceptions.filter((other) => contains(block, parseBlock(other)) && other !== cidr);
  return { ipBlock: { cidr, ...(inside.length === 0 ? {} : { except: inside }) } };
}

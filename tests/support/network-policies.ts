import { contains, parseBlock } from "../../platform/network/cidr";

/** A rule for outgoing connections, as Kubernetes reads it. */
export interface EgressRuleObject {
  readonly to: readonly { readonly ipBlock?: { cidr: string; except?: string[] } }[];
  readonly ports: readonly { readonly protocol: string; readonly port?: number }[];
}

/** Whether the rules let a pod connect to an address, as Kubernetes reads them. */
export function reaches(rules: readonly EgressRuleObject[], address: string, port: number, protocol = "TCP"): boolean {
  const host = parseBlock(`${address}/32`);
  const inBlock = ({ cidr, except = [] }: { cidr: string; except?: string[] }): boolean =>
    contains(parseBlock(cidr), host) && !except.some((other) => contains(parseBlock(other), host));
  return rules.some(
    ({ to, ports }) =>
      to.some(({ ipBlock }) => ipBlock !== undefined && inBlock(ipBlock)) &&
      ports.some((allowed) => allowed.protocol === protocol && (allowed.port ?? port) === port),
  );
}

import { stackConfigFindings } from "../../../platform/config/rules";
import { egressRules } from "../../../platform/network/workflow-egress";
import { contains, parseBlock } from "../../../platform/network/cidr";
import { smallStackConfig, stackConfig } from "../../support/mocks";

type Rules = ReturnType<typeof egressRules>;

/** Whether the rules let a pod connect to an address, as Kubernetes reads them. */
function reaches(rules: Rules, address: string, port: number, protocol = "TCP"): boolean {
  const host = parseBlock(`${address}/32`);
  const inBlock = ({ cidr, except = [] }: { cidr: string; except?: string[] }): boolean =>
    contains(parseBlock(cidr), host) && !except.some((other) => contains(parseBlock(other), host));
  return (rules as unknown as Rule[]).some(
    ({ to, ports }) =>
      to.some(({ ipBlock }) => ipBlock !== undefined && inBlock(ipBlock)) &&
      ports.some((allowed) => allowed.protocol === protocol && (allowed.port ?? port) === port),
  );
}

interface Rule {
  readonly to: readonly { readonly ipBlock?: { cidr: string; except?: string[] } }[];
  readonly ports: readonly { readonly protocol: string; readonly port?: number }[];
}

const { network } = stackConfig("production");
const production = egressRules({
  vpcCidrBlock: network.cidrBlock,
  transitGatewayCidrBlocks: network.transitGateway?.destinationCidrBlocks ?? [],
  rules: [],
});

test.each([
  ["AWS and the internet by HTTPS", "52.95.148.1", 443],
  ["an endpoint in the VPC by HTTPS", "10.201.0.10", 443],
  ["an Oracle database behind the Transit Gateway", "10.26.8.4", 1521],
  ["a PostgreSQL database behind the Transit Gateway", "172.20.1.4", 5432],
])("workflows of production reach %s", (_, address, port) => {
  expect(reaches(production, address, port)).toBe(true);
});

test.each([
  ["instance metadata", "169.254.169.254", 80],
  ["instance metadata on HTTPS's port", "169.254.169.254", 443],
  ["the agent that gives out roles of pods", "169.254.170.23", 80],
  ["the API server through its service", "172.16.0.1", 443],
  ["a kubelet", "10.201.3.4", 10250],
  ["another pod's web server", "10.201.3.4", 8080],
  ["a mail server on the internet", "203.0.113.5", 25],
  ["a database on the internet", "203.0.113.5", 5432],
])("workflows of production do not reach %s", (_, address, port) => {
  expect(reaches(production, address, port)).toBe(false);
});

test("without a Transit Gateway there is HTTPS and DNS, and nothing else", () => {
  const rules = egressRules({ vpcCidrBlock: "10.200.0.0/18", transitGatewayCidrBlocks: [], rules: [] });
  expect(reaches(rules, "10.26.8.4", 1521)).toBe(false);
  expect(rules).toHaveLength(2);
  expect(rules[0]).toMatchObject({
    to: [{ podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
    ports: [
      { protocol: "UDP", port: 53 },
      { protocol: "TCP", port: 53 },
    ],
  });
});

test("the configuration adds a network with its ports, and no more", () => {
  const rules = egressRules({
    vpcCidrBlock: "10.200.0.0/18",
    transitGatewayCidrBlocks: [],
    rules: [{ cidrBlock: "198.51.100.0/24", ports: [22] }],
  });
  expect(reaches(rules, "198.51.100.7", 22)).toBe(true);
  expect(reaches(rules, "198.51.100.7", 23)).toBe(false);
  expect(reaches(rules, "198.51.101.7", 22)).toBe(false);
});

test.each([
  ["169.254.169.254/32", "egress-to-reserved", /169\.254\.0\.0\/16.*write the block of another network/],
  ["172.16.4.0/24", "egress-to-reserved", /172\.16\.0\.0\/16/],
  ["198.51.100.7/24", "malformed-block", /write 198\.51\.100\.0\/24/],
])("%s is refused as a network for workflows", (cidrBlock, code, message) => {
  const config = smallStackConfig("development");
  const findings = stackConfigFindings("development", {
    ...config,
    inCluster: { ...config.inCluster, egress: [{ cidrBlock, ports: [443] }] },
  }).filter(({ path }) => path[1] === "egress");
  expect(findings.map(({ code: found, path }) => [found, path])).toEqual([
    [code, ["inCluster", "egress", 0, "cidrBlock"]],
  ]);
  expect(findings[0]?.message).toMatch(message);
});

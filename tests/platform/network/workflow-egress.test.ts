import { stackConfigFindings } from "../../../platform/config/rules";
import { egressRules, workflowEgressRules } from "../../../platform/network/workflow-egress";
import { smallStackConfig, stackConfig } from "../../support/mocks";
import { reaches } from "../../support/network-policies";

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

describe("the rules of a workflow that compatibility.egress lists", () => {
  const vpcCidrBlock = "10.200.0.0/18";
  const ssh = (cidrBlock: string) => workflowEgressRules([{ cidrBlock, ports: [22] }], vpcCidrBlock);

  test("reach the destinations, and with 0.0.0.0/0 the internet", () => {
    expect(reaches(ssh("140.82.112.0/20"), "140.82.121.4", 22)).toBe(true);
    expect(reaches(ssh("140.82.112.0/20"), "20.26.156.215", 22)).toBe(false);
    expect(reaches(ssh("0.0.0.0/0"), "20.26.156.215", 22)).toBe(true);
    expect(reaches(ssh("0.0.0.0/0"), "20.26.156.215", 25)).toBe(false);
  });

  test.each([
    ["instance metadata", "169.254.169.254"],
    ["the cluster's services", "172.16.0.1"],
    ["another machine of the VPC", "10.200.3.4"],
  ])("do not reach %s by a wide block", (_name, address) => {
    expect(reaches(ssh("0.0.0.0/0"), address, 22)).toBe(false);
    expect(reaches(ssh("0.0.0.0/1"), "8.8.8.8", 22)).toBe(true);
  });

  test("reach a machine of the VPC by a block inside it", () => {
    expect(reaches(ssh("10.200.3.4/32"), "10.200.3.4", 22)).toBe(true);
    expect(reaches(ssh("10.200.3.4/32"), "10.200.3.5", 22)).toBe(false);
  });
});

test.each([
  ["169.254.169.254/32", "egress-to-reserved"],
  ["172.16.4.0/24", "egress-to-reserved"],
  ["198.51.100.7/24", "malformed-block"],
])("%s is refused as a destination of compatibility.egress", (cidrBlock, code) => {
  const config = smallStackConfig("development");
  const compatibility = {
    ...config.workflows.compatibility,
    egress: [{ workflows: ["courts/*"] as [string], cidrBlocks: [cidrBlock] as [string], ports: [22] as [number] }],
  };
  const found = stackConfigFindings("development", { ...config, workflows: { ...config.workflows, compatibility } });
  expect(found.map(({ code: each, path }) => [each, path])).toContainEqual([
    code,
    ["workflows", "compatibility", "egress", 0, "cidrBlocks", 0],
  ]);
});

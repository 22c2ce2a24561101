import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";

import { firstDeploymentAdvice } from "../../tools/delivery/api-advice";
import { apiEndpointOf, unreachable } from "../../tools/delivery/api-endpoint";
import { main } from "../../tools/api-reach";
import type { StateResource } from "../../tools/state/export";
import { call, type CommandResult, temporaryFolder } from "../support/command";
import { installFakePulumiCli } from "../support/fake-pulumi-cli";
import { stackConfig } from "../support/mocks";

/** Runs the command with a fake CLI that exports these resources. */
async function reach(
  stack: string,
  resources: readonly unknown[],
  variables: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const folder = temporaryFolder();
  const printed = join(folder, "printed");
  writeFileSync(printed, JSON.stringify({ version: 3, deployment: { resources } }));
  installFakePulumiCli(folder, `cat "${printed}"\n`);
  return call(main, [stack], { GITHUB_ACTIONS: undefined, PULUMI_HOME: folder, ...variables });
}

function cluster(endpoint: string, certificateAuthority: unknown = { data: "" }): unknown {
  return {
    urn: "urn:pulumi:test::p::eks:index:Cluster$aws:eks/cluster:Cluster::cluster-eksCluster",
    type: "aws:eks/cluster:Cluster",
    outputs: { endpoint, certificateAuthority },
  };
}

test("an API that refuses: what a deployment would do, which addresses may connect, and the command that admits another address", async () => {
  const { status, stderr } = await reach("development", [cluster("https://localhost:1")]);
  expect(status).toBe(1);
  expect(stderr).toContain("the Kubernetes API of development, cannot be reached from here");
  expect(stderr).toContain("PULUMI_K8S_DELETE_UNREACHABLE: do not set it");
  expect(stderr).toContain("the public endpoint admits 198.51.100.0/24, and the private one 10.200.0.0/18");
  expect(stderr).toContain(
    "aws eks update-cluster-config --name airflow-development \\\n" +
      '    --resources-vpc-config endpointPublicAccess=true,endpointPrivateAccess=true,publicAccessCidrs="198.51.100.0/24"',
  );
});

test("a private API that refuses: from where to deploy", async () => {
  const { status, stderr } = await reach("production", [cluster("https://localhost:1")]);
  expect(status).toBe(1);
  expect(stderr).toContain("there is only the private endpoint, which admits");
  expect(stderr).toContain("Deploy from a machine in one of these blocks");
  expect(stderr).not.toContain("update-cluster-config");
});

test("in GitHub, a failure is one warning on the page of the run, before the first deployment too", async () => {
  const variables = { GITHUB_ACTIONS: "true" };
  const refused = await reach("development", [cluster("https://localhost:1")], variables);
  expect(refused.stdout).toMatch(/^::warning title=the Kubernetes API::https:\/\/localhost:1, .*%0A/m);
  const first = await reach("production", [], variables);
  expect(first.stdout).toMatch(/^::warning title=the Kubernetes API::production has no cluster yet/m);
});

test("before the first deployment, nothing is refused, and it says what cannot be known", async () => {
  const { status, stdout } = await reach("development", []);
  expect(status).toBe(0);
  expect(stdout).toContain("development has no cluster yet, so there is nothing to connect to");
});

test.each([
  [
    "an address of the public blocks",
    "development",
    "198.51.100.7",
    /This machine has 198\.51\.100\.7, which the API admits/,
  ],
  ["an address behind NAT", "development", "192.168.1.2", /has 192\.168\.1\.2: none of these\. Behind NAT/],
  [
    "a machine behind the Transit Gateway",
    "production",
    "10.201.0.9",
    /nothing reaches the API before its owner accepts/,
  ],
] as const)("the first deployment from %s", (_where, stack, address, said) => {
  expect(firstDeploymentAdvice(stack, stackConfig(stack), [address]).text).toMatch(said);
});

test.each([
  ["a block", { data: "Y2E=" }, "ca"],
  ["a list of one block, as Terraform keeps it", [{ data: "Y2E=" }], "ca"],
  ["encrypted", { data: { ciphertext: "v1:x" } }, undefined],
  ["missing", {}, undefined],
])("a certificate authority that is %s in the state", (_how, value, authority) => {
  const found = apiEndpointOf([cluster("https://api.example", value) as StateResource]);
  expect(found).toEqual({ endpoint: "https://api.example", ...(authority === undefined ? {} : { authority }) });
});

/** Listens on a free port of localhost until the test ends; returns the address. */
async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

const servers: Server[] = [];

afterEach(() => {
  servers.splice(0).forEach((server) => server.close());
});

test("a server that takes connections and says nothing, as a firewall may, counts as no answer", async () => {
  const endpoint = await listening(createTcpServer((socket) => socket.resume()));
  expect(await unreachable({ endpoint, authority: "" }, 0.2)).toBe("no answer in 0.2 seconds");
});

test("an API with the cluster's certificate authority is reached, and one with another authority is not", async () => {
  const folder = temporaryFolder();
  const [key = "", certificate = ""] = ["key", "certificate"].map((name) => join(folder, name));
  execFileSync(
    "openssl",
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout ${key} -out ${certificate}`.split(
      " ",
    ),
    { stdio: "pipe" },
  );
  const authority = readFileSync(certificate, "utf8");
  const endpoint = await listening(createServer({ key: readFileSync(key), cert: authority }));
  expect(await unreachable({ endpoint, authority }, 30)).toBeUndefined();
  expect(await unreachable({ endpoint }, 30)).toBeUndefined();
  expect(await unreachable({ endpoint, authority: "" }, 30)).toMatch(/certificate/);
});

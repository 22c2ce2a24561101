import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { PROJECT } from "../../../platform/config/check";
import { readStackFile } from "../../../platform/config/stack-file";
import program from "../../../infra/index";
import { ROOT } from "../../../platform/root";
import { type CommandResult, temporaryFolder } from "../../support/command";

const FILE = "Pulumi.test.yaml";

/** Files of the repository that a command needs, besides installed packages. */
const SOURCES = [
  "cli",
  "diagnostics",
  "infra",
  "platform",
  "preview",
  "workflow",
  "dags",
  "manifests",
  "policies",
  "package.json",
  "tsconfig.json",
  "Pulumi.yaml",
];

/** A mistake in the stack file, and its report. */
interface Mistake {
  readonly name: string;
  /** Text of the file, and its replacement. */
  readonly edit: readonly [string | RegExp, string];
  /** The report: the value, the reason, and the correction. The line and column point at the key. */
  readonly told: string;
  /** Start of the line that is pointed at. */
  readonly at: string;
  /** Its configuration key. Absent where the message begins with it. */
  readonly key?: string;
}

/** A whole group, as text of the file. */
function group(name: string, fleet: string, instanceTypes: string): string {
  return `      ${name}:
        ${fleet}
        capacity: on-demand
        instanceTypes: [${instanceTypes}]
        amiType: BOTTLEROCKET_x86_64
        amiReleaseVersion: 1.64.0-ad9d4847
        minSize: 0
        maxSize: 1
        desiredSize: 0
        diskSizeGiB: 100
`;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: "subnets that do not fit the VPC, and so would overlap",
    key: "network.subnetPrefixLengths",
    edit: ["private: 21, public: 27", "private: 19, public: 27"],
    told: "3 private subnets of /19 (24576 addresses) do not fit 10.200.64.0/18: it has 16384 addresses, after a sixteenth per zone for public and intra, and 13312 are left for them. Write a longer prefix than /19, or a larger block",
    at: "subnetPrefixLengths:",
  },
  {
    name: "Transit Gateway destinations that overlap",
    key: "network.transitGateway.destinationCidrBlocks[3]",
    edit: ["194.33.254.0/24,", "194.33.0.0/16,"],
    told: "194.33.255.0/24 overlaps 194.33.0.0/16, which goes to the same Transit Gateway: leave out the smaller of the two",
    at: "destinationCidrBlocks:",
  },
  {
    name: "a Transit Gateway destination inside the VPC",
    key: "network.transitGateway.destinationCidrBlocks[0]",
    edit: ["10.0.0.0/8,", "10.200.65.0/24,"],
    told: "10.200.65.0/24 lies in the VPC's own block 10.200.64.0/18 (network.cidrBlock), whose traffic never leaves it: leave it out, or write the block of the other network",
    at: "destinationCidrBlocks:",
  },
  {
    name: "a peer that overlaps the VPC",
    key: "network.peers.development",
    edit: ["development: 10.200.0.0/18", "development: 10.200.0.0/17"],
    told: "10.200.0.0/17 of the peer development (network.peers.development) overlaps 10.200.64.0/18 of the VPC (network.cidrBlock), and neither would reach all of the other: write a block of its own",
    at: "peers:",
  },
  {
    name: "an unknown instance type",
    key: "cluster.nodeGroups.high-memory.instanceTypes[0]",
    edit: ["instanceTypes: [r7i.8xlarge]", "instanceTypes: [r7i.8xlrge]"],
    told: "r7i.8xlrge is not in the table of instance types (platform/cluster/data/instance-types.json): write one that is, such as r7i.8xlarge, or add it there with its vCPU, memory, GPUs and pods",
    at: "instanceTypes: [r7i.8xlrge]",
  },
  {
    name: "a group with max below min",
    key: "cluster.nodeGroups.standard.maxSize",
    edit: ["minSize: 3\n        maxSize: 10", "minSize: 3\n        maxSize: 2"],
    told: "maxSize 2 is below minSize 3: write 3 or more, or a smaller minSize",
    at: "maxSize: 2",
  },
  {
    name: "an add-on too old for the minor",
    key: "cluster.vpcCniVersion",
    edit: [/vpcCniVersion: \S+/, "vpcCniVersion: v1.12.0-eksbuild.1"],
    told: "vpc-cni v1.12.0-eksbuild.1 is too old for Kubernetes 1.36, with which v1.22 and later are known: write v1.23.0-eksbuild.1",
    at: "vpcCniVersion:",
  },
  {
    name: "an AMI release of another minor",
    key: "cluster.nodeGroups.standard.amiReleaseVersion",
    edit: [
      /amiType: BOTTLEROCKET_x86_64\n {8}amiReleaseVersion: 1.64.0-ad9d4847\n {8}minSize: 3/,
      "amiType: AL2023_x86_64_STANDARD\n        amiReleaseVersion: 1.33.4-20250920\n        minSize: 3",
    ],
    told: "1.33.4-20250920 is not a release for Kubernetes 1.36 (cluster.kubernetesVersion): write an AL2023 release that begins with 1.36., as 1.36.0-20260801",
    at: "amiReleaseVersion: 1.33.4-20250920",
  },
  {
    name: "a compute profile that fits nowhere",
    key: "cluster.nodeGroups",
    edit: ["[g5.48xlarge, g6.48xlarge]", "[g5.16xlarge, g6.16xlarge]"],
    told: "no node has room for compute profile gpu-spot-128vcpu-512gb, which asks for 128 CPU, 512 GiB and 1 GPU: the largest of its fleet and capacity, of group gpu-spot-24xlarge, has 95.2 CPU, 351.7 GiB and 4 GPUs after what kubelet and DaemonSets keep. Add a group with fleet: gpu, capacity: spot and instanceTypes: [g5.48xlarge, g6.48xlarge]",
    at: "nodeGroups:",
  },
  {
    name: "two groups whose names differ in case only",
    key: "cluster.nodeGroups.High-Memory",
    edit: ["    nodeGroups:\n", `    nodeGroups:\n${group("High-Memory", "labels: {}", "r7i.8xlarge")}`],
    told: "High-Memory and high-memory differ in case only, so they are one name: merge the two, or rename one in lower case",
    at: "High-Memory:",
  },
  {
    name: "a mistake of form, in another section",
    edit: ["schedulers: 2", "schedulers: two"],
    told: 'airflow.schedulers must be a whole number, not "two"',
    at: "schedulers: two",
  },
];

/** Two groups of one name: Pulumi itself refuses such a file, so the program never sees it. */
const TWICE: Mistake = {
  name: "two groups of one name",
  edit: ["    nodeGroups:\n", `    nodeGroups:\n${group("gpu-spot-xlarge", "labels: {}", "m7i.xlarge")}`],
  told: "duplicate key gpu-spot-xlarge (first on line",
  at: "gpu-spot-xlarge:",
};

/** The repository with a stack file that has every mistake at once. */
function repositoryWithMistakes(): string {
  const folder = temporaryFolder();
  for (const source of SOURCES) {
    cpSync(join(ROOT, source), join(folder, source), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const text = [...MISTAKES, TWICE].reduce(
    (before, { name, edit: [from, to] }) => {
      const after = before.replace(from, to);
      if (after === before) {
        throw new Error(`${FILE} has no place for ${name}`);
      }
      return after;
    },
    readFileSync(resolve(ROOT, FILE), "utf8"),
  );
  writeFileSync(join(folder, FILE), text);
  return folder;
}

describe("a stack file with every mistake at once", () => {
  const folder = repositoryWithMistakes();
  const lines = readFileSync(join(folder, FILE), "utf8").split("\n");
  let preview: CommandResult;

  beforeAll(() => {
    preview = spawnSync("npm", ["run", "--silent", "preview", "--", "test"], { cwd: folder, encoding: "utf8" });
  });

  test.each([...MISTAKES, TWICE])("npm run preview refuses $name with its place and a correction", ({ told, at }) => {
    const [found, ...others] = preview.stderr.split("\n").filter((line) => line.includes(told));
    expect({ found: found ?? preview.stderr, others }).toEqual({ found: expect.any(String) as string, others: [] });
    const [, line, column] = /^Pulumi\.test\.yaml:(\d+):(\d+): /.exec(found ?? "") ?? [];
    expect(lines[Number(line) - 1]?.trim().startsWith(at)).toBe(true);
    expect(Number(column)).toBeGreaterThan(0);
  });

  test("nothing is written, and the command fails", () => {
    expect(preview.status).toBe(1);
    expect(preview.stdout).toBe("");
    expect(preview.stderr).toContain("nothing was written");
  });

  test("pulumi up tells them all in one error, with their keys, before a resource is registered", async () => {
    const { runtimeConfig } = readStackFile(join(folder, FILE), FILE, "test");
    pulumi.runtime.setAllConfig({ ...runtimeConfig });
    // The stack's last outputs are read before; nothing else is registered.
    const newResource = jest.fn(({ name }: pulumi.runtime.MockResourceArgs) => ({ id: name, state: { outputs: {} } }));
    await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, PROJECT, "test", false, "organization");
    const message = await program().then(
      () => "no error",
      (error: unknown) => (error instanceof pulumi.RunError ? error.message : String(error)),
    );
    for (const { told, key } of MISTAKES) {
      expect(message).toContain(key === undefined ? told : `${key}: ${told}`);
    }
    expect(newResource.mock.calls.map(([{ name }]) => name)).toEqual(["last-deployment"]);
  });
});

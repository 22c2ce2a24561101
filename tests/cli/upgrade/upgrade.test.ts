import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { main as preview } from "../../../cli/preview";
import { main } from "../../../cli/upgrade";
import { newestAddOn, newestRelease } from "../../../platform/cluster/versions";
import { readStackText } from "../../../platform/config/stack-file";
import { ROOT } from "../../../platform/root";
import { call, type CommandResult, temporaryFolder } from "../../support/command";

const FILE = "Pulumi.development.yaml";

/** Development's file with changes, in a temporary folder. */
function folder(change: (text: string) => string = (text) => text): string {
  const dir = temporaryFolder();
  cpSync(resolve(ROOT, FILE), join(dir, FILE));
  writeFileSync(join(dir, FILE), change(readFileSync(join(dir, FILE), "utf8")));
  return dir;
}

/** The file with the versions of one minor earlier. */
function aMinorEarlier(text: string): string {
  const cluster = readStackText(text, FILE, "development").config?.cluster;
  return text
    .replace(`"${cluster?.kubernetesVersion ?? ""}"`, '"1.35"')
    .replace(cluster?.addonVersions["kube-proxy"] ?? "", "v1.35.0-eksbuild.2")
    .replace(cluster?.addonVersions.coredns ?? "", "v1.13.2-eksbuild.1");
}

async function upgrade(dir: string, ...args: string[]): Promise<CommandResult & { text: string }> {
  const result = await call(main, [...args, "--dir", dir]);
  return { ...result, text: readFileSync(join(dir, FILE), "utf8") };
}

function read(text: string): ReturnType<typeof readStackText>["config"] {
  return readStackText(text, FILE, "development").config;
}

test("an upgrade writes a file that the configuration's checks accept, prints the difference and the plan, and leaves no other file", async () => {
  const dir = folder(aMinorEarlier);
  const mode = statSync(join(dir, FILE)).mode;
  const { status, stderr, stdout, text } = await upgrade(dir, "development", "--kubernetes", "1.36");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(read(text)?.cluster).toMatchObject({
    kubernetesVersion: "1.36",
    addonVersions: { coredns: newestAddOn("1.36", "coredns"), "kube-proxy": newestAddOn("1.36", "kube-proxy") },
    nodeGroups: { standard: { amiReleaseVersion: newestRelease("1.36", "Bottlerocket") } },
  });
  expect(stdout).toContain('-     kubernetesVersion: "1.35"\n+     kubernetesVersion: "1.36"');
  expect(stdout).toMatch(/1\. control plane\n {3}Kubernetes 1\.35 to 1\.36\n/);
  expect(stdout).toContain(`Wrote ${FILE}.`);
  expect(readdirSync(dir)).toEqual([FILE]);
  expect(statSync(join(dir, FILE)).mode).toBe(mode);
});

test("a dry run prints the same and writes nothing", async () => {
  const dir = folder();
  const before = readFileSync(join(dir, FILE), "utf8");
  const { status, stdout, text } = await upgrade(dir, "development", "--vpc-cni", "v1.24.0-eksbuild.1", "--dry-run");
  expect(status).toBe(0);
  expect(stdout).toContain("+     vpcCniVersion: v1.24.0-eksbuild.1");
  expect(stdout).toContain("Dry run: wrote nothing");
  expect(text).toBe(before);
});

test.each<[string, string[], RegExp]>([
  ["nothing to do", ["--vpc-cni", "v1.23.0-eksbuild.1"], /nothing to do/],
  ["versions that are not known", ["--kubernetes", "1.37"], /name one with --kube-proxy/],
  [
    "a result that breaks a rule",
    ["--vpc-cni", "v1.12.0-eksbuild.1", "--ami-release", "1.60.0-0123abcd"],
    /Pulumi\.development\.yaml:\d+:20: vpc-cni v1\.12\.0-eksbuild\.1 is too old[^]*Bottlerocket 1\.60\.0-0123abcd has no nodes[^]*wrote nothing/,
  ],
])("%s: exit code 1, the reason, and the file unchanged", async (_, args, message) => {
  const dir = folder();
  const before = readFileSync(join(dir, FILE), "utf8");
  const { status, stderr, text } = await upgrade(dir, "development", ...args);
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(text).toBe(before);
  expect(readdirSync(dir)).toEqual([FILE]);
});

/** Line of the version in the repository's stack file. */
const LINE_OF_KUBERNETES_VERSION =
  readFileSync(join(ROOT, FILE), "utf8")
    .split("\n")
    .findIndex((line) => line.trim().startsWith("kubernetesVersion:")) + 1;

test("a step that EKS does not allow from the deployed version is refused", async () => {
  const dir = folder();
  const outputs = join(temporaryFolder(), "outputs.json");
  writeFileSync(outputs, JSON.stringify({ kubernetesVersion: "1.34" }));
  const { status, stderr } = await upgrade(
    dir,
    "development",
    "--vpc-cni",
    "v1.24.0-eksbuild.1",
    "--deployed",
    outputs,
  );
  expect(status).toBe(1);
  expect(stderr).toContain(`${FILE}:${LINE_OF_KUBERNETES_VERSION}:24: the cluster runs Kubernetes 1.34`);
});

test("the offline preview refuses the same step, at its line, and writes nothing", async () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, "outputs.json"), JSON.stringify({ kubernetesVersion: "1.34" }));
  const out = join(dir, "out");
  const { status, stderr } = await call(preview, [
    "development",
    "--deployed",
    join(dir, "outputs.json"),
    "--out",
    out,
  ]);
  expect(status).toBe(1);
  expect(stderr).toContain(`${FILE}:${LINE_OF_KUBERNETES_VERSION}:24: the cluster runs Kubernetes 1.34`);
  expect(existsSync(out)).toBe(false);
});

test("--check reports old versions and ends of support, and exits with 1 if there are any", async () => {
  const old = await upgrade(folder(aMinorEarlier), "development", "--check", "--date", "2027-03-01");
  expect(old.status).toBe(1);
  expect(old.stdout).toContain("Kubernetes 1.35 leaves standard support on 2027-03-27, in 26 days");
  expect(old.stdout).toMatch(/kube-proxy +v1\.35\.0-eksbuild\.2 +older than v1\.35\.3/);
  const newest = folder((text) => {
    const cluster = read(text)?.cluster;
    return Object.entries<string>({ ...cluster?.addonVersions }).reduce(
      (result, [name, version]) => result.replace(version, newestAddOn("1.36", name as "coredns") ?? version),
      text,
    );
  });
  expect(await upgrade(newest, "development", "--check", "--date", "2027-03-01")).toMatchObject({
    status: 0,
    stderr: "",
  });
});

test.each<[string, string[], RegExp]>([
  ["no stack", ["--check"], /missing argument <stack>/],
  ["an unknown stack", ["developmnt", "--check"], /did you mean development\?/],
  ["nothing to upgrade", ["development"], /name the version to change/],
  ["a check and an upgrade", ["development", "--check", "--kubernetes", "1.37"], /--check only reports/],
  ["a day that does not exist", ["development", "--check", "--date", "2027-02-30"], /2027-02-30 is not a day/],
  ["missing outputs", ["development", "--check", "--deployed", "nowhere.json"], /cannot be read; write it with pulumi/],
])("%s: a usage error", async (_, args, message) => {
  const { status, stderr } = await call(main, args);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
});

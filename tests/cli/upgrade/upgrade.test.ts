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

test("a warning of the file is printed once, although the command checks the file before and after", async () => {
  const dir = folder((text) => text.replace("owner: analytical-platform@", "owner: analytical-platform@other."));
  const { stderr } = await upgrade(dir, "development", "--vpc-cni", "v1.24.0-eksbuild.1", "--dry-run");
  expect(stderr.match(/other\.justice\.gov\.uk is not a domain of owners/g)).toHaveLength(1);
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

test("--check announces only versions that the next command takes", async () => {
  const dir = folder((text) => aMinorEarlier(text).replace("version: 3.0.6", "version: 2.10.3"));
  const { stdout } = await upgrade(dir, "development", "--check", "--date", "2026-12-01");
  const minor = /next minor: (\S+), with npm run upgrade -- development --kubernetes \1/.exec(stdout)?.[1];
  expect(minor).toBe("1.36");
  const older = [...stdout.matchAll(/^ {2}(\S+).* older than (\S+)$/gm)].map(([, name, version]) => [name, version]);
  expect(older).toContainEqual(["Airflow", "2.11.0"]);
  expect(older.length).toBeGreaterThan(2);
  const calls = older.map(([name = "", version = ""]) => [
    /^\d+$/.test(name) ? "--ami-release" : `--${name.toLowerCase()}`,
    version,
  ]);
  for (const words of [["--kubernetes", String(minor)], ...calls]) {
    expect(await upgrade(dir, "development", ...words, "--dry-run")).toMatchObject({ status: 0 });
  }
});

test("--check says of a minor without versions how to look them up", async () => {
  const { stdout } = await upgrade(folder(), "development", "--check", "--date", "2026-12-01");
  expect(stdout).toMatch(
    /EKS offers 1\.37, but .* has no version of vpc-cni, .*AMI \(Bottlerocket\) for it:\n.*npm run refresh-versions/,
  );
  expect(stdout).not.toContain("next minor");
  expect(stdout).toMatch(/MWAA also offers Airflow .*3\.2\.1.*, which no test here runs/);
});

test("an upgrade of Airflow changes one line, and says what MWAA replaces and interrupts", async () => {
  const dir = folder((text) => text.replace("version: 3.0.6", "version: 2.10.3"));
  const { status, stdout, stderr, text } = await upgrade(dir, "development", "--airflow", "2.11.0");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(read(text)?.airflow.version).toBe("2.11.0");
  expect(stdout).toMatch(/^- {5}version: 2\.10\.3\n\+ {5}version: 2\.11\.0$/m);
  expect(stdout).toMatch(/1\. Airflow\n {3}Airflow 2\.10\.3 to 2\.11\.0, with the requirements/);
  expect(stdout).toContain("takes a snapshot of its database");
  expect(stdout).not.toContain("may plan a replacement");
});

test("an upgrade of Airflow to 3 warns that the provider may plan a replacement", async () => {
  const dir = folder((text) => text.replace("version: 3.0.6", "version: 2.11.0"));
  const { stdout } = await upgrade(dir, "development", "--airflow", "3.0.6", "--dry-run");
  expect(stdout).toContain("may plan a replacement");
});

test.each([
  [
    "a step that AWS does not allow",
    "2.10.3",
    "3.0.6",
    /the stack is at Airflow 2\.10\.3, .* only through 2\.11: write 2\.11\.0/,
  ],
  ["a version that no test runs", "3.0.6", "3.2.1", /MWAA offers Airflow 3\.2\.1, but no test here runs it/],
  ["a version that MWAA lacks", "3.0.6", "3.0.5", /has no Airflow 3\.0\.5; did you mean 3\.0\.6\?/],
  ["the present version", "3.0.6", "3.0.6", /nothing to do/],
])("%s of Airflow: exit code 1, the reason, and the file unchanged", async (_, from, to, message) => {
  const dir = folder((text) => text.replace("version: 3.0.6", `version: ${from}`));
  const before = readFileSync(join(dir, FILE), "utf8");
  const { status, stderr, text } = await upgrade(dir, "development", "--airflow", to);
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(text).toBe(before);
});

test("a step of Airflow that AWS does not allow from the deployed version is refused at its line", async () => {
  const outputs = join(temporaryFolder(), "outputs.json");
  writeFileSync(outputs, JSON.stringify({ kubernetesVersion: "1.36", airflowVersion: "2.10.3" }));
  const { status, stderr } = await upgrade(folder(), "development", "--check", "--deployed", outputs);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /Pulumi\.development\.yaml:\d+:14: the environment runs Airflow 2\.10\.3, and MWAA goes to 3\.0\.6 only/,
  );
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

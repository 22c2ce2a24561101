import { readStackConfig } from "../../../platform/config/check";
import { type DeployedVersions, deployedVersions } from "../../../platform/config/deployed";
import type { StackConfig } from "../../../platform/config/stack.generated";
import { stackConfig } from "../../support/mocks";

/** Findings of development, which is at 1.36, where something else is deployed. */
function findings(deployed: DeployedVersions, change: (config: StackConfig) => void = () => undefined): string[] {
  const config = stackConfig("development");
  change(config);
  return readStackConfig("development", config, { deployed }).findings.map(
    ({ code, path, message }) => `${code} at ${path.join(".")}: ${message}`,
  );
}

/** A deployed stack with one node group. */
function deployed(kubernetesVersion: string, nodes = kubernetesVersion, release = "1.64.0-ad9d4847"): DeployedVersions {
  const standard = { kubernetesVersion: nodes, amiType: "BOTTLEROCKET_x86_64", amiReleaseVersion: release };
  return { kubernetesVersion, nodeGroups: { standard }, addOnVersions: {} };
}

test.each([
  ["the same minor", deployed("1.36")],
  ["one minor behind", deployed("1.35")],
  ["nodes three minors behind", deployed("1.35", "1.33")],
  ["an older release", deployed("1.36", "1.36", "1.63.0-0123abcd")],
])("%s: the step is allowed", (_, versions) => {
  expect(findings(versions)).toEqual([]);
});

test("a skipped minor is refused with the allowed steps", () => {
  expect(findings(deployed("1.34"))).toEqual([
    "skipped-minor at cluster.kubernetesVersion: the cluster runs Kubernetes 1.34, and EKS upgrades one minor at a time, so " +
      'not to 1.36 at once: write "1.35" and deploy, then the next: 1.35, 1.36',
  ]);
});

test.each([
  [
    "a downgrade",
    deployed("1.37"),
    "downgrade at cluster.kubernetesVersion: the cluster runs Kubernetes 1.37, and EKS never downgrades a control plane to " +
      '1.36: write "1.37" or a later minor',
  ],
  [
    "nodes newer than the control plane",
    deployed("1.36", "1.37"),
    "nodes-newer at cluster.kubernetesVersion: the nodes of group standard run Kubernetes 1.37, newer than the control " +
      'plane would be: write "1.37", one minor at a time',
  ],
  [
    "nodes four minors behind",
    deployed("1.35", "1.32"),
    "nodes-too-old at cluster.kubernetesVersion: the nodes of group standard run Kubernetes 1.32, more than 3 minors behind " +
      '1.36: write "1.35" at most and deploy, so that the nodes follow first',
  ],
  [
    "an AMI release that goes back",
    deployed("1.36", "1.36", "1.66.0-0123abcd"),
    "release-downgrade at cluster.nodeGroups.standard.amiReleaseVersion: the nodes of group standard run Bottlerocket " +
      "1.66.0-0123abcd, and EKS cannot roll them back to 1.64.0-ad9d4847: write 1.66.0-0123abcd or a later release",
  ],
])("%s is refused with what to write", (_, versions, expected) => {
  expect(findings(versions)).toEqual([expected]);
});

test("a group that changes its AMI family is a new group, whose releases have another order", () => {
  const other = deployed("1.36");
  const al2023 = {
    ...other.nodeGroups["standard"],
    amiType: "AL2023_x86_64_STANDARD",
    amiReleaseVersion: "1.36.4-20260923",
  };
  expect(findings({ ...other, nodeGroups: { standard: { kubernetesVersion: "1.36", ...al2023 } } })).toEqual([]);
});

test("problems of the step come together with those of the configuration", () => {
  const found = findings(deployed("1.34"), ({ airflow }) => Object.assign(airflow, { minWorkers: 5, maxWorkers: 4 }));
  expect(found.map((line) => line.split(" ")[0])).toEqual(["max-below-min", "skipped-minor"]);
});

describe("the outputs of a stack", () => {
  test("before the first deployment say that nothing is deployed", () => {
    expect(deployedVersions({})).toEqual({ problems: [] });
  });

  test("of an older program say what they can", () => {
    expect(deployedVersions({ kubernetesVersion: "1.36", clusterName: "airflow-development" })).toEqual({
      deployed: { kubernetesVersion: "1.36", nodeGroups: {}, addOnVersions: {} },
      problems: [],
    });
  });

  test.each([
    [{ kubernetesVersion: 1.36 }, "kubernetesVersion must be text, not 1.36; put it in quotes"],
    [{ kubernetesVersion: "latest" }, 'kubernetesVersion cannot be "latest"; write for example "1.36"'],
    [{ kubernetesVersion: "1.36", nodeGroups: { standard: {} } }, "nodeGroups.standard.kubernetesVersion is missing"],
    ["1.36", "the file must be a map"],
  ])("of another program are refused: %j", (outputs, expected) => {
    const { deployed: read, problems } = deployedVersions(outputs);
    expect(read).toBeUndefined();
    expect(problems.map(({ message }) => message).join("\n")).toContain(expected);
  });
});

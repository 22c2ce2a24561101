import { nodeLabels } from "../../../platform/cluster/node-labels";
import type { NodeGroupConfig, StackConfig } from "../../../platform/config/stack.generated";
import { buildProgram, runOnMocks, smallStackConfig } from "../../support/mocks";
import { release, releases } from "./releases";

/** Production with the GPU groups on another image. */
function withGpuImage(amiType: NodeGroupConfig["amiType"], only = /^gpu-/): StackConfig {
  const config = smallStackConfig("production");
  const nodeGroups = Object.fromEntries(
    Object.entries(config.cluster.nodeGroups).map(([name, group]) => [
      name,
      only.test(name) ? { ...group, amiType, amiReleaseVersion: "1.36.0-20260801" } : group,
    ]),
  );
  return { ...config, cluster: { ...config.cluster, nodeGroups } };
}

test("Bottlerocket has the device plugin built in: no release", async () => {
  const run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
  expect(releases(run).map(({ resource }) => resource.name)).not.toContain("nvidia-device-plugin");
});

test("where one GPU group's image lacks it, it runs on that group's nodes only", async () => {
  const config = withGpuImage("AL2023_x86_64_NVIDIA", /^gpu-spot-/);
  const run = await runOnMocks(() => buildProgram("production", config));
  const { values, namespace } = release(run, "nvidia-device-plugin");
  expect(namespace).toBe("kube-system");
  expect(values["resources"]).toEqual({ requests: { cpu: "50m", memory: "64Mi" } });
  const [[label, value] = ["", ""], ...others] = Object.entries(values["nodeSelector"] as Record<string, string>);
  expect(others).toEqual([]);
  const chosen = Object.entries(config.cluster.nodeGroups)
    .filter(([, group]) => nodeLabels(group)[label] === value)
    .map(([name]) => name);
  expect(chosen).toEqual(["gpu-spot-xlarge"]);
});

test("the autoscaler knows by a label which nodes are not ready before they offer GPUs", () => {
  const { nodeGroups } = smallStackConfig("production").cluster;
  for (const group of Object.values(nodeGroups)) {
    expect("k8s.amazonaws.com/accelerator" in nodeLabels(group)).toBe(group.fleet === "gpu");
  }
});

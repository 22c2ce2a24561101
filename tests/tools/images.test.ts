import { chartProblems, installedCharts } from "../../tools/images/check";
import { CHARTS } from "../../platform/cluster/charts";
import type { Registration } from "../../preview/offline/registration";
import { karpenterPreview } from "../support/karpenter";
import { buildProgram, runOnMocks, smallStackConfig, STACKS, stackConfig } from "../support/mocks";

let registrations: readonly Registration[];

beforeAll(async () => {
  registrations = (await runOnMocks(() => buildProgram("production", smallStackConfig("production")))).all;
});

/** The problems that the check reports after a change of a release. */
function problemsWith(change: (inputs: Record<string, unknown>) => Record<string, unknown>): string[] {
  return chartProblems(
    registrations.map((registration) =>
      registration.name === "cluster-autoscaler" && registration.type.endsWith(":Release")
        ? { ...registration, inputs: change({ ...registration.inputs }) as Registration["inputs"] }
        : registration,
    ),
  );
}

test("production installs exactly the listed charts", () => {
  expect(chartProblems(registrations)).toEqual([]);
  expect(installedCharts(registrations).sort()).toEqual([
    "aws-cloudwatch-metrics",
    "aws-for-fluent-bit",
    "cluster-autoscaler",
    "external-secrets",
    "gatekeeper",
  ]);
});

test("a stack with Karpenter installs its two charts from their registry, as listed", async () => {
  const { registrations: all } = await karpenterPreview();
  expect(chartProblems(all)).toEqual([]);
  expect(installedCharts(all)).toEqual(expect.arrayContaining(["karpenter", "karpenter-crd"]));
});

test.each([
  [
    "a chart that is not listed",
    (inputs: Record<string, unknown>): Record<string, unknown> => ({ ...inputs, chart: "surprise" }),
    "release cluster-autoscaler installs chart surprise, which is not listed: add it with its version, images and licences",
  ],
  [
    "another version",
    (inputs: Record<string, unknown>): Record<string, unknown> => ({ ...inputs, version: "9.0.0" }),
    "release cluster-autoscaler has version 9.0.0, and the list says 9.59.0: take it from the list",
  ],
  [
    "another repository",
    (inputs: Record<string, unknown>): Record<string, unknown> => ({ ...inputs, repositoryOpts: {} }),
    "release cluster-autoscaler has repository unset, and the list says https://kubernetes.github.io/autoscaler: take it from the list",
  ],
  [
    "an image that the chart chooses",
    (inputs: Record<string, unknown>): Record<string, unknown> => ({ ...inputs, values: {} }),
    "release cluster-autoscaler sets no image to v1.36.1, which is listed: pin it in the release's values",
  ],
])("%s is reported, with the correction", (_, change, problem) => {
  expect(problemsWith(change)).toEqual([problem]);
});

test("the list gives purpose, source and licence of every chart and image", () => {
  for (const chart of CHARTS) {
    expect(chart.repository).toMatch(/^(https|oci):\/\//);
    expect(chart.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(chart.licence).not.toBe("");
    // A chart of kinds alone runs nothing.
    expect(chart.images.length > 0 || chart.name.endsWith("-crd")).toBe(true);
    for (const { tag, digest, licence } of chart.images) {
      expect(tag).not.toMatch(/^(latest)?$/);
      expect(digest ?? `sha256:${"0".repeat(64)}`).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(licence).not.toBe("");
    }
  }
});

test.each(STACKS)("the autoscaler has the Kubernetes minor of %s", (stack) => {
  const [image] = CHARTS.find(({ name }) => name === "cluster-autoscaler")?.images ?? [];
  expect(image?.tag.startsWith(`v${stackConfig(stack).cluster.kubernetesVersion}.`)).toBe(true);
});

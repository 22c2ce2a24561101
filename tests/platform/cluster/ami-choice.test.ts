import { type AmiInputs, eksChoosesRelease, newestReleaseParameter } from "../../../platform/cluster/ami-choice";
import { UNKNOWN } from "../../support/wire";

const DEPLOYED: AmiInputs = {
  version: "1.36",
  releaseVersion: "1.64.0-ad9d4847",
  launchTemplate: { id: "lt-1", version: "3" },
};
const NEWER = { releaseVersion: "1.66.0-0123abcd" };

test.each([
  ["a new minor", { version: "1.37" }, true],
  ["a new version of the launch template", { launchTemplate: { id: "lt-1", version: "4" } }, true],
  [
    "a version of the launch template that a preview does not know",
    { launchTemplate: { id: "lt-1", version: UNKNOWN } },
    true,
  ],
  ["neither", {}, false],
  ["a new release alone", NEWER, false],
  ["a new minor with a new release", { version: "1.37", ...NEWER }, false],
])("EKS chooses the release of an update with %s: %j, %s", (_, change, chooses) => {
  expect(eksChoosesRelease(DEPLOYED, { ...DEPLOYED, ...change })).toBe(chooses);
});

test("the name of the launch template, which the provider reads and the program does not give, is no change", () => {
  const read = { ...DEPLOYED, launchTemplate: { id: "lt-1", name: "general-1a2b3c4", version: "3" } };
  expect(eksChoosesRelease(read, DEPLOYED)).toBe(false);
});

test.each([
  ["BOTTLEROCKET_x86_64", "/aws/service/bottlerocket/aws-k8s-1.36/x86_64/latest/image_version"],
  ["BOTTLEROCKET_x86_64_NVIDIA", "/aws/service/bottlerocket/aws-k8s-1.36-nvidia/x86_64/latest/image_version"],
  [
    "AL2023_x86_64_STANDARD",
    "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/recommended/release_version",
  ],
  [
    "AL2023_x86_64_NVIDIA",
    "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/nvidia/recommended/release_version",
  ],
] as const)("the newest release of %s is in %s", (amiType, parameter) => {
  expect(newestReleaseParameter(amiType, "1.36")).toBe(parameter);
});

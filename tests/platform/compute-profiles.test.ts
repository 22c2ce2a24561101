import { COMPUTE_PROFILES, currentSpelling, PROFILE_SPELLINGS } from "../../platform/compute-profiles";
import { compiled, manifest, problemsOf } from "../support/manifests";

const SIZES = [
  ["1vcpu-4gb", 1, 4],
  ["2vcpu-8gb", 2, 8],
  ["4vcpu-16gb", 4, 16],
  ["8vcpu-32gb", 8, 32],
  ["16vcpu-64gb", 16, 64],
  ["32vcpu-128gb", 32, 128],
  ["64vcpu-256gb", 64, 256],
  ["120vcpu-500gb", 120, 500],
  ["128vcpu-512gb", 128, 512],
] as const;

describe.each([
  ["general", 0],
  ["gpu", 1],
])("the compute profiles of the fleet %s", (fleet, gpus) => {
  test.each(SIZES)("%s are offered on spot and on demand", (size, cpu, memoryGiB) => {
    for (const capacity of ["spot", "on-demand"]) {
      const name = `${fleet}-${capacity}-${size}`;
      expect(COMPUTE_PROFILES).toContainEqual({ name, fleet, capacity, cpu, memoryGiB, gpus });
      expect(problemsOf(manifest(`compute_profile: ${name}`))).toEqual([]);
      expect(compiled(manifest(`compute_profile: ${name}`)).dag.tasks["main"]?.compute_profile).toBe(name);
    }
  });
});

test("there are no others, but for cpu-, the old spelling of general-", () => {
  expect(COMPUTE_PROFILES).toHaveLength(2 * 2 * SIZES.length);
  const old = PROFILE_SPELLINGS.filter((name) => currentSpelling(name) !== name);
  expect(old).toEqual(["spot", "on-demand"].flatMap((capacity) => SIZES.map(([size]) => `cpu-${capacity}-${size}`)));
  expect(PROFILE_SPELLINGS).toHaveLength(3 * 2 * SIZES.length);
  expect(currentSpelling("cpu-spot-1vcpu-4gb")).toBe("general-spot-1vcpu-4gb");
  expect(currentSpelling("cpuspot")).toBe("cpuspot");
});

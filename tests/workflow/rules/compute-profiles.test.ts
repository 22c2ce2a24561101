import { manifest, problemsOf } from "../../support/manifests";

test("the old spelling of a profile is reported for dag and for each task, with the current one", () => {
  const lines = `compute_profile: cpu-spot-1vcpu-4gb
tasks:
  a: {compute_profile: cpu-on-demand-2vcpu-8gb}
  b: {compute_profile: general-spot-1vcpu-4gb}
  c: {compute_profile: gpu-spot-1vcpu-4gb}
  d: {}`;
  expect(
    problemsOf(manifest(lines)).map(
      ({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`,
    ),
  ).toEqual([
    "warning 4:20 cpu-spot-1vcpu-4gb is the old spelling; write general-spot-1vcpu-4gb",
    "warning 6:26 cpu-on-demand-2vcpu-8gb is the old spelling; write general-on-demand-2vcpu-8gb",
  ]);
});

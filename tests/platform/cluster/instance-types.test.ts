import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

import { INSTANCE_TYPES, instanceType } from "../../../platform/cluster/instance-types";
import { ROOT } from "../../../platform/root";
import { STACKS, stackConfig } from "../../support/mocks";

/** One type as AWS answers to `describe-instance-types`, as far as it is read here. */
interface Described {
  readonly VCpuInfo: { readonly DefaultVCpus: number };
  readonly MemoryInfo: { readonly SizeInMiB: number };
  readonly GpuInfo?: { readonly Gpus: readonly { readonly Count: number }[] };
  readonly NetworkInfo: { readonly MaximumNetworkInterfaces: number; readonly Ipv4AddressesPerInterface: number };
}

interface Offering {
  readonly InstanceType: string;
  /** Name of a region or a zone. */
  readonly Location: string;
}

/** AWS's answers as moto keeps them, which tests of commands run against. */
function recorded(file: string): unknown {
  const lib = resolve(ROOT, ".venvs/moto/lib");
  const [python = ""] = readdirSync(lib);
  return JSON.parse(
    gunzipSync(readFileSync(join(lib, python, "site-packages/moto/ec2/resources", file))).toString(),
  ) as unknown;
}

function offerings(where: string): readonly Offering[] {
  return recorded(`instance_type_offerings/${where}.json.gz`) as Offering[];
}

test("vCPUs, memory, GPUs and addresses of every instance type in the table are those that AWS states", () => {
  const described = recorded("instance_types.json.gz") as Record<string, Described>;
  const stated = INSTANCE_TYPES.map((name) => {
    const type = described[name];
    const network = type?.NetworkInfo;
    return {
      name,
      vcpu: type?.VCpuInfo.DefaultVCpus,
      memoryGiB: (type?.MemoryInfo.SizeInMiB ?? 0) / 1024,
      gpus: (type?.GpuInfo?.Gpus ?? []).reduce((sum, { Count }) => sum + Count, 0),
      // An interface's first address is the node's own; two pods are on the node's network.
      eniMaxPods: (network?.MaximumNetworkInterfaces ?? 0) * ((network?.Ipv4AddressesPerInterface ?? 0) - 1) + 2,
    };
  });
  expect(INSTANCE_TYPES.map((name) => ({ name, ...instanceType(name) }))).toEqual(stated);
});

test.each(STACKS)("the region of %s offers every instance type of the table, which errors propose from", (stack) => {
  const { region } = stackConfig(stack).accounts.compute;
  const offered = offerings(`region/${region}`).map(({ InstanceType }) => InstanceType);
  expect(INSTANCE_TYPES.filter((name) => !offered.includes(name))).toEqual([]);
});

test.each(STACKS)("every zone of %s offers some instance type of every node group", (stack) => {
  const { accounts, network, cluster } = stackConfig(stack);
  const zonal = offerings(`availability-zone/${accounts.compute.region}`);
  const without = Object.entries(cluster.nodeGroups).flatMap(([name, { instanceTypes }]) =>
    network.availabilityZones
      .filter((zone) => !zonal.some((one) => one.Location === zone && instanceTypes.includes(one.InstanceType)))
      .map((zone) => `${name} in ${zone}`),
  );
  expect(without).toEqual([]);
});

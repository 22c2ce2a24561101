import type * as pulumi from "@pulumi/pulumi";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import { daemonSet, daemonSetRequests } from "../../platform/cluster/daemon-sets";
import { DEVICE_PLUGIN_LABEL, lacksDevicePlugin } from "../../platform/cluster/node-labels";
import { createRelease } from "./release";

/** The chart and the DaemonSet. */
const DEVICE_PLUGIN = "nvidia-device-plugin";

export interface DevicePluginArgs {
  /** Node groups and pools. */
  readonly nodes: readonly Pick<NodeGroupConfig, "amiType">[];
  /** Nodes and DNS. */
  readonly after: readonly pulumi.Resource[];
}

/** Installs NVIDIA's device plugin, which offers GPUs to pods, if an AMI does not do so itself. */
export function createDevicePlugin(args: DevicePluginArgs, opts: pulumi.CustomResourceOptions): void {
  if (!args.nodes.some(lacksDevicePlugin)) {
    return;
  }
  createRelease(
    DEVICE_PLUGIN,
    {
      namespace: daemonSet(DEVICE_PLUGIN).namespace,
      awaited: false,
      values: (image) => ({
        image: { tag: image("plugin") },
        nodeSelector: { [DEVICE_PLUGIN_LABEL]: "true" },
        // Tolerates the taints of the fleet and of the GPU.
        tolerations: [{ operator: "Exists" }],
        resources: { requests: daemonSetRequests(DEVICE_PLUGIN) },
      }),
    },
    { ...opts, dependsOn: [...args.after] },
  );
}

import type * as pulumi from "@pulumi/pulumi";

import type { NodeGroupConfig } from "../../platform/config/stack.generated";
import { daemonSet, daemonSetRequests } from "../../platform/cluster/daemon-sets";
import { DEVICE_PLUGIN_LABEL, lacksDevicePlugin } from "../../platform/cluster/node-labels";
import { createRelease } from "./release";

/** The chart and the DaemonSet. */
const DEVICE_PLUGIN = "nvidia-device-plugin";

export interface DevicePluginArgs {
  readonly nodeGroups: Readonly<Record<string, NodeGroupConfig>>;
  /** Nodes and DNS. */
  readonly after: readonly pulumi.Resource[];
}

/** Offers the GPUs of nodes to pods, where some group's AMI does not do it itself. */
export function createDevicePlugin(args: DevicePluginArgs, opts: pulumi.CustomResourceOptions): void {
  if (!Object.values(args.nodeGroups).some(lacksDevicePlugin)) {
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
        // The taints of the fleet as well as the GPU's.
        tolerations: [{ operator: "Exists" }],
        resources: { requests: daemonSetRequests(DEVICE_PLUGIN) },
      }),
    },
    { ...opts, dependsOn: [...args.after] },
  );
}

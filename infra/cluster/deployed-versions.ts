import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { DeployedVersions } from "../../platform/config/deployed";

export interface DeployedVersionsArgs {
  /** Version of the control plane that EKS reports. */
  readonly kubernetesVersion: pulumi.Output<string>;
  readonly nodeGroups: readonly aws.eks.NodeGroup[];
  readonly addOns: readonly aws.eks.Addon[];
}

/** Deployed versions of the cluster before they are known. */
export type VersionOutputs = {
  readonly [Key in Exclude<keyof DeployedVersions, "airflowVersion">]: pulumi.Output<DeployedVersions[Key]>;
};

/**
 * Versions after a deployment, from the resources and not from the configuration. An update that fails half-way does
 * not change the stack's outputs, so these stay the versions of the last successful one.
 */
export function versionsOf({ kubernetesVersion, nodeGroups, addOns }: DeployedVersionsArgs): VersionOutputs {
  const groups = nodeGroups.map(({ urn, version, amiType, releaseVersion }) =>
    pulumi.all([urn, version, amiType, releaseVersion]).apply(([name, minor, type, release]) => ({
      // A URN ends with the resource's name, which is the group's in the configuration.
      [name.slice(name.lastIndexOf("::") + 2)]: {
        kubernetesVersion: minor,
        amiType: type,
        amiReleaseVersion: release,
      },
    })),
  );
  const versions = addOns.map(({ addonName, addonVersion }) =>
    pulumi.all([addonName, addonVersion]).apply(([name, version]) => ({ [name]: version })),
  );
  return {
    kubernetesVersion,
    nodeGroups: pulumi.all(groups).apply(merge),
    addOnVersions: pulumi.all(versions).apply(merge),
  };
}

function merge<Value>(parts: readonly Record<string, Value>[]): Record<string, Value> {
  return Object.assign({}, ...parts) as Record<string, Value>;
}

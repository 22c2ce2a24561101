import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { type AmiInputs, eksChoosesRelease, newestReleaseParameter } from "../../platform/cluster/ami-choice";
import type { NodeGroupConfig } from "../../platform/config/stack.generated";

/**
 * Hooks that keep the nodes on the AMI release of the configuration. One refuses an update, in a preview too, in which EKS would
 * choose another release. The other one looks at the release after each update.
 *
 * @param provider the provider of the compute account, for the look-up of the newest release.
 */
export function pinReleases(provider: aws.Provider): {
  readonly before: pulumi.ResourceHook;
  readonly after: pulumi.ResourceHook;
} {
  const before = new pulumi.ResourceHook(
    "ami-release-is-chosen-here",
    async ({ name, oldOutputs = {}, newInputs = {} }) => {
      if (!eksChoosesRelease(oldOutputs as AmiInputs, newInputs as AmiInputs)) {
        return;
      }
      const { amiType, version, releaseVersion } = newInputs as NodeGroupInputs;
      const parameter = newestReleaseParameter(amiType, version);
      const newest = await aws.ssm.getParameter({ name: parameter }, { provider });
      if (newest.value !== releaseVersion) {
        throw new Error(
          `group ${name} gets a new launch template or Kubernetes minor, but keeps amiReleaseVersion ${releaseVersion}: EKS would ` +
            `choose the release, and the newest is ${newest.value}. Write amiReleaseVersion: ${newest.value}, or another release ` +
            `that is later than ${releaseVersion}, in the same change`,
        );
      }
    },
    { onDryRun: true },
  );
  const after = new pulumi.ResourceHook(
    "ami-release-is-the-wanted-one",
    ({ name, newInputs = {}, newOutputs = {} }) => {
      const { releaseVersion: wanted } = newInputs as NodeGroupInputs;
      const { releaseVersion: deployed } = newOutputs as NodeGroupInputs;
      if (deployed !== wanted) {
        throw new Error(
          `the nodes of group ${name} run AMI release ${deployed}, not ${wanted}: write amiReleaseVersion: ${deployed}, because EKS ` +
            "does not roll a group back",
        );
      }
    },
  );
  return { before, after };
}

interface NodeGroupInputs {
  readonly amiType: NodeGroupConfig["amiType"];
  readonly version: string;
  readonly releaseVersion: string;
}

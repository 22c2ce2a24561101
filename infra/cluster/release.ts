import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { type Chart, chart, imageTag } from "../../platform/cluster/charts";

/** Seconds in which a release must be ready: enough for the first nodes to pull their images. */
const READY_SECONDS = 600;

export interface ChartReleaseArgs {
  readonly namespace: pulumi.Input<string>;
  /** The chart's values; `image` gives the pinned tag of an image by its name in the data file. */
  readonly values: (image: (name: string) => string) => Readonly<Record<string, pulumi.Input<unknown>>>;
  /**
   * Whether Pulumi waits until the release is ready. Wait if other resources need its kinds or its webhook. Do not wait
   * for DaemonSets: in a fleet that grows and shrinks a node is always joining, and one broken node must not roll back
   * the others.
   */
  readonly awaited: boolean;
  /** Leaves out the kinds of the chart's `crds` folder. Another chart installs them. */
  readonly skipCrds?: true;
}

/** Installs a chart at its pinned version, under its own name. */
export function createRelease(
  name: string,
  args: ChartReleaseArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release {
  const pinned: Chart = chart(name);
  const { repository } = pinned;
  return new kubernetes.helm.v3.Release(
    name,
    {
      name,
      // A container registry has a chart under its whole name.
      ...(repository.startsWith("oci:")
        ? { chart: `${repository}/${name}` }
        : { chart: name, repositoryOpts: { repo: repository } }),
      version: pinned.version,
      namespace: args.namespace,
      values: args.values((image) => imageTag(pinned, image)),
      ...(args.skipCrds === true ? { skipCrds: true } : {}),
      skipAwait: !args.awaited,
      // Removes a first installation that fails, and rolls back an upgrade that fails, so that the next `pulumi up`
      // starts from a known state.
      atomic: args.awaited,
      timeout: READY_SECONDS,
    },
    opts,
  );
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { AirflowBucket } from "./bucket";
import { DAGS_FOLDER } from "../../platform/names/airflow";

const REQUIREMENTS_KEY = "requirements.txt";
const PLUGINS_KEY = "plugins.zip";

/** Where Airflow's workers find the kubeconfig, below the bucket's root. */
export const KUBECONFIG_KEY = `${DAGS_FOLDER}/.kube/config`;

export interface ObjectsArgs {
  readonly bucket: AirflowBucket;
  /** Text of `requirements.txt`. */
  readonly requirements: string;
  readonly plugins: PluginsArchive | undefined;
  readonly kubeconfig: pulumi.Input<string>;
}

/** `plugins.zip`, with the wheels of the requirements. */
export interface PluginsArchive {
  /** Path from the repository's root. */
  readonly path: string;
  readonly sha256: string;
}

/** An object that MWAA reads by key and version. */
export interface PinnedObject {
  readonly key: string;
  readonly versionId: pulumi.Output<string>;
}

/** The objects that MWAA itself reads; DAGs come with the workflows. */
export interface Objects {
  readonly requirements: PinnedObject;
  readonly plugins: PinnedObject | undefined;
}

export function createObjects(args: ObjectsArgs, opts: pulumi.CustomResourceOptions): Objects {
  const put = (
    name: string,
    key: string,
    body: Pick<aws.s3.BucketObjectv2Args, "content" | "contentType" | "source" | "sourceHash">,
  ): PinnedObject => {
    const object = new aws.s3.BucketObjectv2(
      name,
      { bucket: args.bucket.bucket.id, key, ...body, tags: { Name: key } },
      // Only a versioned bucket gives an object the version that MWAA is pinned to.
      { ...opts, dependsOn: [...args.bucket.settings] },
    );
    return { key, versionId: object.versionId };
  };
  put("kubeconfig", KUBECONFIG_KEY, { content: args.kubeconfig, contentType: "application/yaml" });
  return {
    requirements: put("requirements", REQUIREMENTS_KEY, { content: args.requirements, contentType: "text/plain" }),
    plugins:
      args.plugins === undefined
        ? undefined
        : put("plugins", PLUGINS_KEY, {
            source: new pulumi.asset.FileAsset(args.plugins.path),
            sourceHash: args.plugins.sha256,
            contentType: "application/zip",
          }),
  };
}

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
  /** Text of `requirements.txt`, with its constraints line. */
  readonly requirements: string;
  /** Files of `plugins.zip` by their path in it. Default: no plugins. */
  readonly plugins: Readonly<Record<string, string>> | undefined;
  readonly kubeconfig: pulumi.Input<string>;
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
    body: Pick<aws.s3.BucketObjectv2Args, "content" | "contentType" | "source">,
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
        : put("plugins", PLUGINS_KEY, { source: archive(args.plugins), contentType: "application/zip" }),
  };
}

function archive(files: Readonly<Record<string, string>>): pulumi.asset.Archive {
  return new pulumi.asset.AssetArchive(
    // The SDK cannot read an empty text back from the engine.
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, new pulumi.asset.StringAsset(text === "" ? "\n" : text)]),
    ),
  );
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { ROOT } from "../../platform/root";

/** Path below the folder of DAGs. Names of projects and workflows have no underscore, so none has this path. */
const PATH = "platform/orphaned_pods.py";

/** Arguments of the upload. */
export interface OrphanedPodsDagArgs {
  readonly bucket: pulumi.Input<string>;
  /** Key of the folder that Airflow imports DAGs from. */
  readonly dagsFolder: string;
  /** Adds to a DAG object the choice of the package's version. */
  readonly withPackage: (dagObject: string) => string;
}

/** Uploads the platform's own DAG, which deletes orphaned pods. */
export function uploadOrphanedPodsDag(
  { bucket, dagsFolder, withPackage }: OrphanedPodsDagArgs,
  opts: pulumi.CustomResourceOptions,
): aws.s3.BucketObjectv2 {
  const key = `${dagsFolder}/${PATH}`;
  const dagObject = readFileSync(join(ROOT, "infra", "workflows", "orphaned_pods.py"), "utf8");
  return new aws.s3.BucketObjectv2(
    key,
    { bucket, key, content: withPackage(dagObject), contentType: "text/x-python", tags: { Name: PATH } },
    opts,
  );
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PackageFile } from "../../platform/airflow/shared-package";

/** Arguments of the upload. */
export interface SharedPackageArgs {
  readonly files: readonly PackageFile[];
  readonly bucket: pulumi.Input<string>;
  /** Key of the folder that Airflow imports DAGs from. */
  readonly dagsFolder: string;
  /** Settings of the bucket that must exist before its objects. */
  readonly bucketSettings: readonly pulumi.Resource[];
}

/**
 * Uploads the shared package. The resource that it returns depends on every file, so that DAG objects can come after
 * it.
 */
export function uploadSharedPackage(args: SharedPackageArgs, opts: pulumi.CustomResourceOptions): pulumi.Resource {
  const upload = ({ path, text }: PackageFile, dependsOn: readonly pulumi.Resource[]): pulumi.Resource => {
    const key = `${args.dagsFolder}/${path}`;
    return new aws.s3.BucketObjectv2(
      key,
      { bucket: args.bucket, key, content: text, tags: { Name: path } },
      { ...opts, dependsOn: [...dependsOn] },
    );
  };
  const isEntry = ({ path }: PackageFile): boolean => path === ENTRY;
  const parts = args.files.filter((file) => !isEntry(file)).map((file) => upload(file, args.bucketSettings));
  const entry = args.files.find(isEntry);
  if (entry === undefined) {
    throw new pulumi.RunError(`dags/${ENTRY} is missing: the DAG objects import the package from it`);
  }
  return upload(entry, [...args.bucketSettings, ...parts]);
}

/** The file that DAG objects import. */
const ENTRY = "analytical_platform_airflow/__init__.py";

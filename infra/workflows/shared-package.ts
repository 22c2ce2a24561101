import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PackageVersion } from "../../platform/airflow/package-version";
import type { PackageFile } from "../../platform/airflow/shared-package";

/** Arguments of the upload. */
export interface SharedPackageArgs {
  readonly sharedPackage: PackageVersion;
  readonly bucket: pulumi.Input<string>;
  /** Key of the folder that Airflow imports DAGs from. */
  readonly dagsFolder: string;
  /** Settings of the bucket that must exist before its objects. */
  readonly bucketSettings: readonly pulumi.Resource[];
}

/**
 * Uploads the shared package into the folder of its version. The resource that it returns depends on every file, so that
 * DAG objects can come after it. The files of earlier versions stay: MWAA may still have DAG objects, and running tasks,
 * that use them.
 */
export function uploadSharedPackage(
  { sharedPackage, bucket, dagsFolder, bucketSettings }: SharedPackageArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const upload = (
    { path, text }: PackageFile,
    retainOnDelete: boolean,
    dependsOn: readonly pulumi.Resource[],
  ): pulumi.Resource => {
    const key = `${dagsFolder}/${path}`;
    return new aws.s3.BucketObjectv2(
      key,
      { bucket, key, content: text, tags: { Name: path } },
      { ...opts, dependsOn: [...dependsOn], retainOnDelete },
    );
  };
  const { files, others } = sharedPackage;
  const entry = files.find(({ path }) => path.endsWith(ENTRY));
  if (entry === undefined) {
    throw new pulumi.RunError(`dags/${ENTRY} is missing: the DAG objects import the package from it`);
  }
  const parts = [
    ...others.map((file) => upload(file, false, bucketSettings)),
    ...files.filter((file) => file !== entry).map((file) => upload(file, true, bucketSettings)),
  ];
  return upload(entry, true, [...bucketSettings, ...parts]);
}

/** The file that DAG objects import. */
const ENTRY = "analytical_platform_airflow/__init__.py";

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { loadYaml } from "../../diagnostics/load-yaml";
import { isMap } from "../../diagnostics/is-map";
import { ENVIRONMENTS, PROJECT } from "../environments";
import { sortedUnique } from "../iam/patterns";
import { bucketName } from "../names/airflow";
import { ROOT } from "../root";
import type { PlatformResources } from "../workflow-settings";
import type { StackConfig } from "./stack.generated";

/** The parts of a stack's configuration that name the platform's own buckets and keys. */
export interface StackPlatform {
  readonly accounts: { readonly compute: StackConfig["accounts"]["compute"] };
  readonly delivery: { readonly state: StackConfig["delivery"]["state"] };
}

/**
 * Buckets and keys of the platform in all of these stacks: the buckets of DAG objects, which stacks of one account share,
 * and where Pulumi's state is.
 */
export function platformResources(stacks: readonly StackPlatform[]): PlatformResources {
  return {
    buckets: sortedUnique(
      stacks.flatMap(({ accounts, delivery }) => [
        ...ENVIRONMENTS.map((environment) => bucketName(environment, accounts.compute)),
        delivery.state.bucket,
      ]),
    ),
    keyArns: sortedUnique(stacks.map(({ delivery }) => delivery.state.keyArn)),
  };
}

/**
 * The accounts and delivery of every stack file in a folder. Leaves out a file that is missing or does not name them: each
 * command checks the file of its own environment, and reports what is wrong there.
 */
export function readStackPlatforms(folder: string = ROOT): StackPlatform[] {
  return ENVIRONMENTS.flatMap((environment) => {
    const config = configOf(resolve(folder, `Pulumi.${environment}.yaml`));
    const compute = at(config, `${PROJECT}:accounts`, "compute");
    const state = at(config, `${PROJECT}:delivery`, "state");
    const [id, region, bucket, keyArn] = [
      at(compute, "id"),
      at(compute, "region"),
      at(state, "bucket"),
      at(state, "keyArn"),
    ];
    return isText(id) && isText(region) && isText(bucket) && isText(keyArn)
      ? [{ accounts: { compute: { id, region } }, delivery: { state: { bucket, keyArn } } }]
      : [];
  });
}

function configOf(path: string): unknown {
  try {
    return at(loadYaml(readFileSync(path, "utf8")).data, "config");
  } catch {
    return undefined;
  }
}

function at(data: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((value, key) => (isMap(value) ? value[key] : undefined), data);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

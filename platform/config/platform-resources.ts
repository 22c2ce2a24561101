import { ENVIRONMENTS } from "../environments";
import { sortedUnique } from "../iam/patterns";
import { bucketName } from "../names/airflow";
import { ROOT } from "../root";
import type { PlatformResources } from "../workflow-settings";
import type { StackConfig } from "./stack.generated";
import { readStackTexts } from "./stack-texts";

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
    const text = readStackTexts(environment, folder);
    const [id, region] = [text("accounts", "compute", "id"), text("accounts", "compute", "region")];
    const [bucket, keyArn] = [text("delivery", "state", "bucket"), text("delivery", "state", "keyArn")];
    return id !== undefined && region !== undefined && bucket !== undefined && keyArn !== undefined
      ? [{ accounts: { compute: { id, region } }, delivery: { state: { bucket, keyArn } } }]
      : [];
  });
}

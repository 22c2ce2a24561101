import type * as pulumi from "@pulumi/pulumi";

import { pinReleases } from "./ami-pin";
import { guardRunningTasks, type RunningTasksGuardArgs } from "./running-tasks-guard";

/** The hooks of every node group. The release comes first: a change that EKS would not make as asked interrupts nobody. */
export function nodeGroupHooks(args: RunningTasksGuardArgs): pulumi.ResourceHookBinding {
  const { before, after } = pinReleases(args.provider);
  return { beforeUpdate: [before, guardRunningTasks(args)], afterUpdate: [after] };
}

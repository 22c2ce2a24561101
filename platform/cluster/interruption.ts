import { isDeepStrictEqual } from "node:util";

import { plural } from "../../diagnostics/plural";
import type { AmiInputs } from "./ami-choice";
import type { RunningTask } from "./running-tasks";
import { taskWords } from "./task-words";

/** Environment variable that permits a deployment to interrupt tasks. Its value is the stack's name, so that it fits no other. */
export const PERMISSION = "INTERRUPT_TASKS";

/**
 * Whether an update replaces the running nodes of a managed group. EKS does so for a new launch template, AMI release or Kubernetes
 * minor. All else that can change in place leaves them: sizes, labels, taints, tags of the group (resourceNodeGroupUpdate in
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/node_group.go).
 *
 * @param before the deployed properties.
 * @param after the wanted properties.
 */
export function rollsNodes(before: AmiInputs, after: AmiInputs): boolean {
  const causes = ({ version, releaseVersion, launchTemplate }: AmiInputs): unknown[] => [
    version,
    releaseVersion,
    launchTemplate?.id,
    launchTemplate?.version,
  ];
  return !isDeepStrictEqual(causes(before), causes(after));
}

/** A node group whose nodes EKS would replace, with the tasks on it. */
export interface Interruption {
  readonly stack: string;
  /** Name in the stack file. */
  readonly group: string;
  readonly tasks: readonly RunningTask[];
  readonly now: Date;
}

/** The tasks that an update of a group would interrupt, and the ways to go on. */
export function refusal({ stack, group, tasks, now }: Interruption): string {
  return [
    `this deployment replaces the nodes of group ${group}, and would interrupt ${plural(tasks.length, "task")} on them:`,
    ...tasks.map((task) => `  ${taskWords(task, now)}`),
    `Write draining: true into the group, deploy, and deploy this change when npm run fleet -- ${stack} shows no task on it. To ` +
      `interrupt them, set ${PERMISSION}=${stack} in the environment of pulumi up`,
  ].join("\n");
}

/** What to do if nobody can say which tasks run on a group. */
export function unknownTasks({ stack, group }: Omit<Interruption, "tasks" | "now">, reason: string): string {
  return (
    `this deployment replaces the nodes of group ${group}, and it is unknown which tasks run on them: ${reason}. Deploy from a ` +
    `machine with kubectl that reaches the cluster's API. To go on without knowing, set ${PERMISSION}=${stack} in the environment ` +
    "of pulumi up"
  );
}

/** The tasks that a permitted deployment interrupts, or those on spot capacity. */
export function notice({ group, tasks, now }: Omit<Interruption, "stack">): string {
  return [
    `this deployment replaces the nodes of group ${group}, and interrupts ${plural(tasks.length, "task")} on them:`,
    ...tasks.map((task) => `  ${taskWords(task, now)}`),
  ].join("\n");
}

import { writeFile } from "node:fs/promises";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { AmiInputs } from "../../platform/cluster/ami-choice";
import { notice, PERMISSION, refusal, rollsNodes, unknownTasks } from "../../platform/cluster/interruption";
import { type RunningTask, tasksOfGroup } from "../../platform/cluster/running-tasks";
import { kubeconfigText } from "./kubeconfig";
import { KubectlError, readRunning, withKubeconfig } from "./kubectl";

export interface RunningTasksGuardArgs {
  readonly environment: string;
  readonly region: string;
  /** Provider of the compute account, for the look-up of the cluster's API. */
  readonly provider: aws.Provider;
}

/**
 * A hook that stops a deployment before EKS replaces the nodes of a managed group on which on-demand tasks run. It does not run in
 * previews, because the tasks of another hour may differ.
 */
export function guardRunningTasks(args: RunningTasksGuardArgs): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    "no-running-task-is-interrupted",
    async ({ name, oldOutputs = {}, newInputs = {} }) => {
      const before = oldOutputs as NodeGroupOutputs;
      if (!rollsNodes(before, newInputs as AmiInputs)) {
        return;
      }
      const { environment: stack } = args;
      const isPermitted = process.env[PERMISSION] === stack;
      const group = { stack, group: name };
      let tasks: readonly RunningTask[];
      try {
        tasks = await tasksOn(before, args);
      } catch (caught) {
        if (!(caught instanceof KubectlError)) {
          throw caught;
        }
        if (!isPermitted) {
          throw new Error(unknownTasks(group, caught.message), { cause: caught });
        }
        return;
      }
      if (tasks.length === 0) {
        return;
      }
      const interruption = { ...group, tasks, now: new Date() };
      if (before.capacityType === "ON_DEMAND" && !isPermitted) {
        throw new Error(refusal(interruption));
      }
      void pulumi.log.warn(notice(interruption));
    },
  );
}

/** Reads the tasks on a group's nodes, with the credentials of the deployment. */
async function tasksOn(
  { clusterName, nodeGroupName }: NodeGroupOutputs,
  { region, provider }: RunningTasksGuardArgs,
): Promise<RunningTask[]> {
  const { endpoint, certificateAuthorities } = await aws.eks.getCluster({ name: clusterName }, { provider });
  const certificateAuthorityData = certificateAuthorities[0]?.data ?? "";
  const text = kubeconfigText({ clusterName, region, endpoint, certificateAuthorityData });
  const running = await withKubeconfig((file) => writeFile(file, text, { mode: 0o600 }), readRunning);
  return tasksOfGroup(running, nodeGroupName);
}

interface NodeGroupOutputs extends AmiInputs {
  readonly clusterName: string;
  readonly nodeGroupName: string;
  readonly capacityType: string;
}

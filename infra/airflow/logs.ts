import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { mwaaLogGroupName } from "../../platform/names/airflow";

/** End of each log group's name, which AWS sets, by the key of the environment's logging configuration. */
const LOG_GROUPS = {
  dagProcessingLogs: "DAGProcessing",
  schedulerLogs: "Scheduler",
  taskLogs: "Task",
  webserverLogs: "WebServer",
  workerLogs: "Worker",
} as const;

/** All five kinds of logs, at INFO. */
export const LOGGING: Readonly<Record<keyof typeof LOG_GROUPS, { enabled: true; logLevel: "INFO" }>> = {
  dagProcessingLogs: { enabled: true, logLevel: "INFO" },
  schedulerLogs: { enabled: true, logLevel: "INFO" },
  taskLogs: { enabled: true, logLevel: "INFO" },
  webserverLogs: { enabled: true, logLevel: "INFO" },
  workerLogs: { enabled: true, logLevel: "INFO" },
};

export interface LogGroupsArgs {
  readonly environment: string;
  readonly retentionDays: number;
  readonly key: aws.kms.Key;
}

/** MWAA's log groups, by the key of the environment's logging configuration. */
export type LogGroups = Readonly<Record<keyof typeof LOG_GROUPS, aws.cloudwatch.LogGroup>>;

/** Creates MWAA's log groups before MWAA does, because MWAA's own have no retention. */
export function createLogGroups(args: LogGroupsArgs, opts: pulumi.CustomResourceOptions): LogGroups {
  const create = (kind: string): aws.cloudwatch.LogGroup => {
    const name = mwaaLogGroupName(args.environment, kind);
    return new aws.cloudwatch.LogGroup(
      kind,
      { name, retentionInDays: args.retentionDays, kmsKeyId: args.key.arn, tags: { Name: name } },
      // Logs outlive the environment.
      { ...opts, retainOnDelete: true },
    );
  };
  return {
    dagProcessingLogs: create(LOG_GROUPS.dagProcessingLogs),
    schedulerLogs: create(LOG_GROUPS.schedulerLogs),
    taskLogs: create(LOG_GROUPS.taskLogs),
    webserverLogs: create(LOG_GROUPS.webserverLogs),
    workerLogs: create(LOG_GROUPS.workerLogs),
  };
}

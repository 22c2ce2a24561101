import type { Severity } from "../operations/alarm";
import { environmentName } from "./environment";

/** Name of an alarm or of a rule for events, by its row's ID and the part of the environment that it is about. */
export function alarmName(environment: string, id: string, part?: string): string {
  return environmentName(environment, id, ...(part === undefined ? [] : [part]));
}

/** Name of the topic that alarms of a severity go to. */
export function topicName(environment: string, severity: Severity): string {
  return environmentName(environment, "alarms", severity);
}

/** Namespace of the counts of log lines, in CloudWatch. */
export function countsNamespace(environment: string): string {
  return environmentName(environment, "log-lines");
}

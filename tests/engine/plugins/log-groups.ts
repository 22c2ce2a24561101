import type { Properties } from "../../support/wire";
import { type Existing, type FakeCloud, newId } from "./fake-cloud";

export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Ends of the names of MWAA's log groups, by the key of its logging configuration. */
const MWAA_GROUPS: Readonly<Record<string, string>> = {
  dagProcessingLogs: "DAGProcessing",
  schedulerLogs: "Scheduler",
  taskLogs: "Task",
  webserverLogs: "WebServer",
  workerLogs: "Worker",
};

/**
 * Makes the log groups that EKS and MWAA write to, if nobody has: without a key, and kept for ever. A program that makes its own
 * too late is refused, as their names are taken (https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html,
 * https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html).
 */
export function makeMissingLogGroups(cloud: FakeCloud, { type, place, inputs }: Existing): void {
  const taken = new Set(cloud.ofType(LOG_GROUP).map((group) => group.inputs["name"]));
  for (const name of namesOfLogs(type, inputs).filter((one) => !taken.has(one))) {
    const id = newId(name);
    cloud.put({ type: LOG_GROUP, name, id, place, inputs: { name }, state: { id, name } });
  }
}

function namesOfLogs(type: string, inputs: Properties): string[] {
  const name = String(inputs["name"]);
  switch (type) {
    case "aws:eks/cluster:Cluster":
      return inputs["enabledClusterLogTypes"] === undefined ? [] : [`/aws/eks/${name}/cluster`];
    case "aws:mwaa/environment:Environment":
      return Object.keys((inputs["loggingConfiguration"] ?? {}) as Properties).map(
        (key) => `airflow-${name}-${MWAA_GROUPS[key] ?? key}`,
      );
    default:
      return [];
  }
}

import { plural } from "../../diagnostics/plural";
import { durationWords, minuteWords, taskWords } from "../../platform/cluster/task-words";
import type { RunningNode } from "../../platform/cluster/running-tasks";
import type { FleetReport, GroupReport } from "./report";

/** The report for people: groups with nodes, tasks without a node, and the effect of an update. */
export function renderFleet(report: FleetReport): string[] {
  const now = new Date(report.at);
  const used = report.groups.filter(({ nodes }) => nodes.length > 0);
  const empty = report.groups.filter(({ nodes }) => nodes.length === 0);
  const nodes = used.flatMap((group) => group.nodes);
  const tasks = nodes.flatMap((node) => node.tasks);
  return [
    `${report.stack} at ${minuteWords(report.at)}: ${plural(nodes.length, "node")}, ${plural(tasks.length, "running task")}`,
    ...used.flatMap((group) => ["", ...groupLines(group, now)]),
    ...(empty.length === 0 ? [] : ["", `Without nodes: ${empty.map(emptyWords).join(", ")}`]),
    ...(report.waiting.length === 0
      ? []
      : ["", "Wait for a node:", ...report.waiting.map((task) => `  ${taskWords(task, now)}`)]),
    "",
    ...effectLines(report.groups),
  ];
}

function groupLines({ name, kind, inStackFile, draining, amiReleaseVersion, nodes }: GroupReport, now: Date): string[] {
  const facts = [
    kind,
    ...(inStackFile ? [] : ["not in the stack file"]),
    ...(amiReleaseVersion === null ? [] : [`release ${amiReleaseVersion}`]),
    ...(draining ? ["draining"] : []),
  ];
  return [
    `${name} (${facts.join(", ")})`,
    ...nodes.flatMap((node) => [
      `  ${nodeWords(node, now)}`,
      ...node.tasks.map((task) => `    ${taskWords(task, now)}`),
    ]),
  ];
}

function nodeWords(node: RunningNode, now: Date): string {
  const { name, instanceType, capacity, zone, osImage, kubelet, since, takesPods, tasks } = node;
  const facts = [instanceType, capacity, zone, osImage, kubelet, `up for ${durationWords(since, now)}`];
  const state = [...(takesPods ? [] : ["takes no further pods"]), ...(tasks.length === 0 ? ["no task"] : [])];
  return [name, ...facts, ...state].filter((fact) => fact !== null && fact !== "").join(", ");
}

function emptyWords({ name, draining }: GroupReport): string {
  return draining ? `${name} (draining)` : name;
}

/** The effect of an update of release, minor, disk or tags, by group. */
function effectLines(groups: readonly GroupReport[]): string[] {
  const affected = groups.filter(({ interrupted }) => interrupted.length > 0);
  const pools = groups.filter(({ kind, nodes }) => kind === "pool" && nodes.length > 0);
  const change = "A new AMI release, minor, disk or tag";
  return [
    affected.length === 0
      ? `${change} interrupts no task now.`
      : `${change} of these groups interrupts their tasks now:`,
    ...affected.map(
      ({ name, interrupted, stops }) =>
        `  ${name}: ${plural(interrupted.length, "task")}; pulumi up ${stops ? "stops before it" : "goes on, because they are on spot"}`,
    ),
    ...(affected.length === 0
      ? []
      : ["Other types, and the removal of a group, interrupt them too, and nothing stops pulumi up."]),
    ...(pools.length === 0 ? [] : ["Karpenter waits for the tasks of its pools."]),
  ];
}

import { suggestion } from "../../diagnostics/suggestion";
import type { Finding } from "../../diagnostics/problem";
import { error, type Rule } from "./rule";

/** Dependencies name tasks of the same workflow. */
export const dependenciesExist: Rule = ({ dag }) => {
  const names = Object.keys(dag.tasks ?? {});
  const known = new Set(names);
  const findings: Finding[] = [];
  for (const [task, { dependencies = [] }] of Object.entries(dag.tasks ?? {})) {
    for (const [index, dependency] of dependencies.entries()) {
      if (!known.has(dependency)) {
        const advice = suggestion(dependency, names, `the tasks are ${names.slice(0, 10).join(", ")}`);
        findings.push(
          error(
            "unknown-dependency",
            ["dag", "tasks", task, "dependencies", index],
            `task ${task} depends on ${dependency}, which does not exist; ${advice}`,
          ),
        );
      }
    }
  }
  return findings;
};

/** Dependencies form no cycle. The message shows the cycle. */
export const dependenciesFormNoCycle: Rule = ({ dag }) => {
  const tasks = dag.tasks ?? {};
  const cycle = findCycle(new Map(Object.entries(tasks).map(([name, { dependencies = [] }]) => [name, dependencies])));
  const [first, second] = cycle;
  if (first === undefined || second === undefined) {
    return [];
  }
  const index = tasks[first]?.dependencies?.indexOf(second) ?? 0;
  return [
    error(
      "dependency-cycle",
      ["dag", "tasks", first, "dependencies", index],
      `tasks wait for each other in a circle (${cycle.join(" → ")}), so none can start; remove one of these dependencies`,
    ),
  ];
};

/**
 * Finds a cycle: its nodes, with the first again at the end; an empty list if there is no cycle. Not recursive, because
 * a long chain of an author would overflow the stack.
 */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack: { node: string; next: number }[] = [{ node: start, next: 0 }];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      if (done.has(frame.node)) {
        stack.pop();
        continue;
      }
      if (frame.next === 0) {
        path.push(frame.node);
        onPath.add(frame.node);
      }
      const child = graph.get(frame.node)?.[frame.next++];
      if (child === undefined) {
        done.add(frame.node);
        onPath.delete(frame.node);
        path.pop();
        stack.pop();
      } else if (onPath.has(child)) {
        return [...path.slice(path.indexOf(child)), child];
      } else {
        stack.push({ node: child, next: 0 });
      }
    }
  }
  return [];
}

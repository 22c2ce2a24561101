import { isBranch } from "./branches";
import { PLATFORM_OPERATOR, type TaskFacts } from "./facts";
import type { Notes } from "./notes";
import { resultsRead, resultTemplate } from "./results";

/** Operators that run nothing: their edges are enough. */
const EMPTY = ["EmptyOperator", "DummyOperator"];

/** Begins the operator of a task of which Airflow makes a copy for each value of a list. */
const MAPPED = "mapped ";

/** What to write in place of an operator, by the end of its name. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^${MAPPED}`), "write a task for each value, or one task that works through all values"],
  [/^Email/, "write notifications.emails, or let a task send the mail"],
  [/Python.*Operator$/, "move the function into the image, and write a task that runs it"],
  [/^Bash/, "write a task with command and args"],
  [/^Slack/, "write notifications.slack_channel"],
  [/Sensor/, "write schedule.datasets, or let a task wait and retry"],
  [/^TriggerDagRun/, "write outlets here, and schedule.datasets in the other workflow"],
  [/^KubernetesPod/, "write a task with repository, tag and compute_profile"],
];

/** The tasks that are pods of the platform. Branches have their notes already. Those that others would wait for wait for each other as before. */
export function withoutOtherOperators(tasks: readonly TaskFacts[], notes: Notes): readonly TaskFacts[] {
  const others = new Map(tasks.filter(({ operator }) => operator !== PLATFORM_OPERATOR).map((task) => [task.id, task]));
  for (const other of others.values()) {
    const { id, operator, place, upstream } = other;
    if (isBranch(other)) {
      continue;
    }
    if (EMPTY.includes(operator)) {
      const waiting = upstream.length > 0 && tasks.some((task) => task.upstream.includes(id));
      notes.changed(
        place,
        `the task ${id} ran nothing (${operator}) and is gone${waiting ? "; the tasks after it depend on those before it" : ""}`,
      );
    } else {
      const instead = INSTEAD.find(([name]) => name.test(operator))?.[1] ?? "move the work into a task's image";
      const read = resultsRead(other).filter((task) => !others.has(task));
      const how = read.length === 0 ? "" : `. In its env_vars it gets the result as ${read.map(anyField).join(", ")}`;
      const reason = operator.startsWith(MAPPED)
        ? "a manifest names each task"
        : "a manifest's tasks are containers only";
      notes.leftOut(place, `the task ${id} is a ${operator}, and ${reason}; ${instead}${how}`);
    }
  }
  const through = (ids: readonly string[], seen: ReadonlySet<string>): string[] =>
    ids.flatMap((id) => {
      const other = others.get(id);
      return other === undefined ? [id] : seen.has(id) ? [] : through(other.upstream, new Set([...seen, id]));
    });
  return tasks
    .filter(({ id }) => !others.has(id))
    .map((task) => ({ ...task, upstream: [...new Set(through(task.upstream, new Set()))] }));
}

function anyField(task: string): string {
  return resultTemplate(task, "<field>");
}

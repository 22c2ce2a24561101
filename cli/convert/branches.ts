import { conditionFor, type FieldCondition } from "./conditions";
import { type Choice, PLATFORM_OPERATOR, type TaskFacts } from "./facts";
import type { Notes } from "./notes";

/** What to write if no condition is the same as a branch. */
const INSTEAD =
  'let the task before it write a field of its result for each task, such as {"load": true}, and write when: with {{ results.<task>.<field> }}';

/** The conditions of the tasks after branches, which replace them. Notes each branch, and why some of its tasks have none. */
export function conditionsOf(tasks: readonly TaskFacts[], notes: Notes): ReadonlyMap<string, FieldCondition> {
  const graph = new Graph(tasks);
  const own = new Map<string, FieldCondition[]>(tasks.map(({ id }) => [id, []]));
  for (const branch of tasks.filter(isBranch)) {
    const problems = replaceBranch(branch, graph, own);
    if (problems.length === 0) {
      notes.changed(
        branch.place,
        `the task ${branch.id} was a ${branch.operator}; the tasks that it chose have a condition (when) on the result that it read`,
      );
    } else {
      notes.leftOut(
        branch.place,
        `the task ${branch.id} is a ${branch.operator}, and tasks after it always run here: ${problems.join("; ")}. To choose, ${INSTEAD}`,
      );
    }
  }
  const conditions = new Map<string, FieldCondition>();
  for (const task of tasks.filter(isKept)) {
    const [first, ...more] = graph.conditionsAt(task, own);
    if (more.length > 0) {
      notes.leftOut(
        task.place,
        `the task ${task.id} ran after several branches, and a task has one condition; ${INSTEAD}`,
      );
    } else if (first !== undefined) {
      conditions.set(task.id, first);
    }
  }
  return conditions;
}

/** Whether the task chooses those after it. */
export function isBranch({ operator }: TaskFacts): boolean {
  return /^(?:Branch|ShortCircuit)/.test(operator);
}

function isKept({ operator }: TaskFacts): boolean {
  return operator === PLATFORM_OPERATOR;
}

/** Adds the conditions of the tasks after a branch. Gives the reasons for those that have none. */
function replaceBranch(branch: TaskFacts, graph: Graph, own: ReadonlyMap<string, FieldCondition[]>): string[] {
  const choice: Choice = branch.choice ?? { problem: "no function is known" };
  const children = graph.after(branch.id);
  const unknown = "ways" in choice ? unknownTasks(choice, graph) : [];
  if ("problem" in choice || unknown.length > 0) {
    return [
      "problem" in choice
        ? `its function cannot be followed: ${choice.problem}`
        : `it chooses ${unknown.join(", ")}, which is no task`,
    ];
  }
  if ("ways" in choice && choice.ways.every(({ comparisons }) => comparisons.length === 0)) {
    return ["its choice depends on no result of a task"];
  }
  const skipsAll =
    branch.operator.startsWith("ShortCircuit") && branch.keywords["ignore_downstream_trigger_rules"] !== false;
  // A short circuit also skips later tasks whose trigger rule would let them run.
  const later = skipsAll
    ? graph.allAfter(branch.id).filter((task) => !children.includes(task) && !needsSuccess(task))
    : [];
  return [...children, ...later]
    .filter((task) => graph.leadsToContainer(task))
    .flatMap((task) => {
      const found = conditionFor(task.id, choice, (chosen) =>
        typeof chosen === "boolean" ? chosen : graph.runsAfter(chosen, task.id),
      );
      const problem = typeof found === "string" ? found : found && resultProblem(found, graph);
      if (problem !== undefined) {
        return [problem];
      }
      if (typeof found === "object") {
        own.get(task.id)?.push(found);
      }
      return [];
    });
}

function unknownTasks(choice: Extract<Choice, { ways: unknown }>, graph: Graph): string[] {
  const chosen = choice.ways.flatMap(({ chosen: names }) => (typeof names === "boolean" ? [] : names));
  return [...new Set(chosen)].filter((name) => graph.task(name) === undefined);
}

function resultProblem({ task }: FieldCondition, graph: Graph): string | undefined {
  const writer = graph.task(task);
  return writer !== undefined && isKept(writer)
    ? undefined
    : `it reads the result of ${task}, which is no container of the manifest`;
}

function needsSuccess({ keywords }: TaskFacts): boolean {
  return (keywords["trigger_rule"] ?? "all_success") === "all_success";
}

/** The tasks of a DAG, and which of them run after others. */
class Graph {
  private readonly byId: ReadonlyMap<string, TaskFacts>;

  constructor(private readonly tasks: readonly TaskFacts[]) {
    this.byId = new Map(tasks.map((task) => [task.id, task]));
  }

  task(id: string): TaskFacts | undefined {
    return this.byId.get(id);
  }

  after(id: string): TaskFacts[] {
    return this.tasks.filter(({ upstream }) => upstream.includes(id));
  }

  allAfter(id: string, seen = new Set<string>()): TaskFacts[] {
    return this.after(id).flatMap((task) => {
      if (seen.has(task.id)) {
        return [];
      }
      seen.add(task.id);
      return [task, ...this.allAfter(task.id, seen)];
    });
  }

  /** Whether the task is a container, or one after it runs only if the task was not skipped. */
  leadsToContainer(task: TaskFacts): boolean {
    return isKept(task) || this.after(task.id).some((next) => needsSuccess(next) && this.leadsToContainer(next));
  }

  /** Whether a branch that chose these tasks lets a task run: Airflow does not skip what comes after a chosen task. */
  runsAfter(chosen: readonly string[], id: string): boolean {
    return chosen.some((one) => one === id || this.allAfter(one).some((task) => task.id === id));
  }

  /** The conditions of a task: its own, and through tasks that are no containers those before it. */
  conditionsAt(task: TaskFacts, own: ReadonlyMap<string, readonly FieldCondition[]>): FieldCondition[] {
    const found = new Map<string, FieldCondition>();
    const seen = new Set<string>();
    const add = (one: TaskFacts): void => {
      if (seen.has(one.id)) {
        return;
      }
      seen.add(one.id);
      own.get(one.id)?.forEach((condition) => found.set(JSON.stringify(condition), condition));
      for (const before of needsSuccess(one) ? one.upstream : []) {
        const earlier = this.task(before);
        if (earlier !== undefined && !isKept(earlier)) {
          add(earlier);
        }
      }
    };
    add(task);
    return [...found.values()];
  }
}

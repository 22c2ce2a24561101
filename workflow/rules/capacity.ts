import { currentSpelling } from "../../platform/compute-profiles";
import { groupBy } from "../../diagnostics/group-by";
import { DEFAULTS } from "../defaults";
import type { Manifest } from "../normalise";
import { type Rule, warning } from "./rule";

/**
 * The nodes have room for all tasks of a profile that can run at once. A task without room waits until its start-up
 * timeout, and then fails.
 */
export const tasksFitAtOnce: Rule = ({ dag }, { environment }) =>
  [...groupBy(independentTasks(dag), ({ profile }) => profile)].flatMap(([profile, tasks]) => {
    const capacity = environment.capacityOf?.[profile];
    const widest = Math.min(
      dag.max_active_tasks ?? Infinity,
      Math.max(...[...groupBy(tasks, ({ depth }) => depth).values()].map((level) => level.length)),
    );
    const inherited = dag.compute_profile === undefined ? ["dag", "tasks"] : ["dag", "compute_profile"];
    const path = tasks.some(({ isOwn }) => !isOwn) ? inherited : profilePath(tasks);
    return capacity === undefined || widest <= capacity
      ? []
      : [
          warning(
            "more-than-fit",
            path,
            `${widest} tasks of ${profile} can run at once, and the nodes of ${environment.name} hold ${capacity}: the others fail if no node is free within ten minutes. Make tasks depend on each other, set dag.max_active_tasks, or use a smaller profile`,
          ),
        ];
  });

interface Task {
  readonly name: string;
  readonly profile: string;
  /** Whether the task names the profile itself. */
  readonly isOwn: boolean;
  /** Number of tasks in the longest chain of dependencies before it. Tasks of equal depth never wait for each other. */
  readonly depth: number;
}

function profilePath(tasks: readonly Task[]): string[] {
  return ["dag", "tasks", tasks[0]?.name ?? "", "compute_profile"];
}

function independentTasks(dag: Manifest["dag"]): Task[] {
  const tasks = dag.tasks ?? {};
  const depths = depthsOf(tasks);
  return Object.entries(tasks).flatMap(([name, { compute_profile: own }]) => {
    const depth = depths.get(name);
    return depth === undefined
      ? []
      : [
          {
            name,
            profile: currentSpelling(own ?? dag.compute_profile ?? DEFAULTS.compute_profile),
            isOwn: own !== undefined,
            depth,
          },
        ];
  });
}

/**
 * The depth of each task. Tasks in a cycle have no depth; another rule refuses those. Not recursive, because a long
 * chain of an author would overflow the stack.
 */
function depthsOf(tasks: NonNullable<Manifest["dag"]["tasks"]>): Map<string, number> {
  const waiting = new Map(
    Object.entries(tasks).map(([name, { dependencies = [] }]) => [
      name,
      new Set(dependencies.filter((dependency) => Object.hasOwn(tasks, dependency))),
    ]),
  );
  const followers = new Map<string, string[]>();
  waiting.forEach((dependencies, name) => {
    for (const dependency of dependencies) {
      const known = followers.get(dependency);
      if (known === undefined) {
        followers.set(dependency, [name]);
      } else {
        known.push(name);
      }
    }
  });
  const depths = new Map<string, number>();
  let level = [...waiting].filter(([, dependencies]) => dependencies.size === 0).map(([name]) => name);
  for (let depth = 0; level.length > 0; depth++) {
    const next: string[] = [];
    for (const name of level) {
      depths.set(name, depth);
      for (const follower of followers.get(name) ?? []) {
        const left = waiting.get(follower);
        left?.delete(name);
        if (left?.size === 0) {
          next.push(follower);
        }
      }
    }
    level = next;
  }
  return depths;
}

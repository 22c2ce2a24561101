import type { Environment } from "../../platform/environment";
import type { Manifest } from "../normalise";

/** The facts that decide which names a template may use. */
export interface TemplateScope {
  /** Names of the manifest's parameters. */
  readonly parameters: readonly string[];
  /** Major version of the environment's Airflow. */
  readonly airflow: number;
  /** Dependencies by task; absent without `dag.tasks`. */
  readonly tasks?: Readonly<Record<string, readonly string[]>>;
  /** The task whose value the template is; undefined for a value of the whole workflow. */
  readonly task?: string;
}

/** The scope of a manifest's templates. */
export function templateScope({ dag }: Manifest, { airflowVersion }: Environment): TemplateScope {
  return {
    parameters: Object.keys(dag.params ?? {}),
    airflow: Number.parseInt(airflowVersion, 10),
    tasks: Object.fromEntries(Object.entries(dag.tasks ?? {}).map(([name, task]) => [name, task.dependencies ?? []])),
  };
}

/** The scope of the value at a path of the manifest. */
export function scopeAt(scope: TemplateScope, [, key, task]: readonly (string | number)[]): TemplateScope {
  return key === "tasks" && typeof task === "string" ? { ...scope, task } : scope;
}

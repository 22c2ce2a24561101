import type { Environment } from "../../platform/environment";
import type { Manifest } from "../normalise";

/** The facts that decide which names a template may use. */
export interface TemplateScope {
  /** Names of the manifest's parameters. */
  readonly parameters: readonly string[];
  /** Major version of the environment's Airflow. */
  readonly airflow: number;
}

/** The scope of a manifest's templates. */
export function templateScope({ dag }: Manifest, { airflowVersion }: Environment): TemplateScope {
  return { parameters: Object.keys(dag.params ?? {}), airflow: Number.parseInt(airflowVersion, 10) };
}

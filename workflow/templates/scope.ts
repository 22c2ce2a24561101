import type { Environment } from "../../platform/environment";
import type { Manifest } from "../normalise";

/** Names that a template may refer to. */
export interface TemplateScope {
  /** Names of the manifest's parameters. */
  readonly parameters: readonly string[];
  /** Major version of the environment's Airflow. */
  readonly airflow: number;
}

/** Names that the templates of a manifest may refer to. */
export function templateScope({ dag }: Manifest, { airflowVersion }: Environment): TemplateScope {
  return { parameters: Object.keys(dag.params ?? {}), airflow: Number.parseInt(airflowVersion, 10) };
}

import type { WorkflowSettings } from "./workflow-settings";

/** The environment that manifests are compiled for. */
export interface Environment {
  readonly name: string;
  readonly settings: WorkflowSettings;
  /** Whether workflows reach other networks through a Transit Gateway. */
  readonly hasTransitGateway: boolean;
  /** Version of its Airflow, for example `3.0.6`. */
  readonly airflowVersion: string;
  /** How many tasks of each compute profile the nodes hold at once. A profile that is not here has no known limit. */
  readonly capacityOf?: Readonly<Record<string, number>> | undefined;
  /** The day of the check, `YYYY-MM-DD`. Rules that depend on the day check nothing without it. */
  readonly today?: string | undefined;
}

/** The project's name in all derived names: its alias, if the configuration has one. */
export function derivedProject(environment: Environment, project: string): string {
  return environment.settings.workflows.projectAliases[project] ?? project;
}

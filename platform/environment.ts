import type { WorkflowSettings } from "./workflow-settings";

/** The environment that manifests are compiled for. */
export interface Environment {
  readonly name: string;
  readonly settings: WorkflowSettings;
  /** Whether workflows reach other networks through a Transit Gateway. */
  readonly hasTransitGateway: boolean;
}

/** The project as it stands in all derived names: its alias where configuration gives one. */
export function derivedProject(environment: Environment, project: string): string {
  return environment.settings.workflows.projectAliases?.[project] ?? project;
}

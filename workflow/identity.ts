import { resolve, sep } from "node:path";

/** The parts of a manifest's path: `<environment>/<project>/<workflow>/workflow.yml`. */
export interface Identity {
  readonly environment: string;
  /** Name of the project's folder. */
  readonly project: string;
  readonly workflow: string;
}

/** Reads the identity from a manifest's path; undefined if the path has too few folders. */
export function identityOf(path: string): Identity | undefined {
  const [environment, project, workflow] = path.split(sep).slice(-4, -1);
  return environment === undefined || project === undefined || workflow === undefined
    ? undefined
    : { environment, project, workflow };
}

/** `<project>/<workflow>`, unique in an environment. */
export function workflowId({ project, workflow }: Identity): string {
  return `${project}/${workflow}`;
}

/** The id of the workflow at a manifest's path, which may be relative; undefined if the path has too few folders. */
export function workflowIdAt(path: string): string | undefined {
  const identity = identityOf(resolve(path));
  return identity && workflowId(identity);
}

/** The project of a workflow's id. */
export function projectOf(id: string): string {
  return id.slice(0, id.indexOf("/"));
}

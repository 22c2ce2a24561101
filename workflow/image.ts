import type { WorkflowSettings } from "../platform/workflow-settings";

/** A release of a repository, which the release workflow has pushed as an image. */
export interface Release {
  /** `<organisation>/<name>`. */
  readonly repository: string;
  readonly tag: string;
}

/** The registry's name of a repository: in lower case, with `-` for `_`. */
export function nameInRegistry(repository: string): string {
  return repository.toLowerCase().replaceAll("_", "-");
}

/** The image of a release, in the registry of the configuration. */
export function imageOf({ repository, tag }: Release, { workflows }: WorkflowSettings): string {
  return `${workflows.containerRegistry}/${nameInRegistry(repository)}:${tag}`;
}

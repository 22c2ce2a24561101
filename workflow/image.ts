import type { WorkflowSettings } from "../platform/workflow-settings";

/** A release of a repository, which the release workflow has pushed as an image. */
export interface Release {
  /** `<organisation>/<name>`. */
  readonly repository: string;
  readonly tag: string;
}

/** The image of a release: the repository in lower case, with `-` for `_`, in the registry of the configuration. */
export function imageOf({ repository, tag }: Release, { workflows }: WorkflowSettings): string {
  return `${workflows.containerRegistry}/${repository.toLowerCase().replaceAll("_", "-")}:${tag}`;
}

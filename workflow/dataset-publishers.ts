import type { Environment } from "../platform/environment";
import type { Position, Problem } from "../diagnostics/problem";
import type { ValidManifest } from "./check";
import { workflowId } from "./identity";

/** A dataset that a workflow publishes. */
export interface Outlet extends Position {
  readonly file: string;
  /** Name of the project's folder. */
  readonly project: string;
  /** `<project>/<workflow>`. */
  readonly workflow: string;
  readonly dataset: string;
  readonly path: readonly (string | number)[];
}

/** The datasets that a workflow publishes, each with its position in the manifest. */
export function outletsOf({ file, identity, manifest: { dag }, positionOf }: ValidManifest): Outlet[] {
  const lists: [path: string[], datasets: readonly string[]][] = [
    [["dag", "outlets"], dag.outlets ?? []],
    ...Object.entries(dag.tasks ?? {}).map(([task, { outlets = [] }]): [string[], readonly string[]] => [
      ["dag", "tasks", task, "outlets"],
      outlets,
    ]),
  ];
  return lists.flatMap(([list, datasets]) =>
    datasets.map((dataset, index) => {
      const path = [...list, index];
      const { project } = identity;
      return { file, project, workflow: workflowId(identity), dataset, path, ...positionOf(path) };
    }),
  );
}

/**
 * Reports an error at each outlet whose dataset another project also publishes. An update starts every workflow that
 * waits for the dataset, so any publisher can start the other project's workflows. Configuration may allow several
 * publishers.
 */
export function publisherProblems(outlets: readonly Outlet[], environment: Environment): Problem[] {
  const allowed = environment.settings.workflows.datasetPublishers;
  return outlets.flatMap(({ file, project, workflow, dataset, path, line, column }): Problem[] => {
    const isAllowed = (name: string): boolean => allowed[dataset]?.includes(name) === true;
    const other = outlets.find(
      (each) =>
        each.dataset === dataset && each.project !== project && !(isAllowed(each.project) && isAllowed(project)),
    );
    return other === undefined
      ? []
      : [
          {
            severity: "error",
            code: "dataset-of-another-project",
            message: `${workflow} publishes ${dataset}, and so does ${other.workflow} (${other.file}); only one project can, because each update starts the workflows that wait for it. Rename the dataset, or ask the platform team to list both projects under workflows.datasetPublishers`,
            file,
            path,
            line,
            column,
          },
        ];
  });
}

import { groupBy } from "../../diagnostics/group-by";
import { projectOf } from "../../workflow/identity";
import { pathsOf } from "./addresses";
import { byText, type Catalogue, type Dataset, type Entry } from "./model";

/** Workflows under a name, such as those of a project. */
export interface Group {
  readonly name: string;
  readonly path: string;
  readonly entries: readonly Entry[];
}

/** The catalogue with the paths of all pages. */
export interface Site {
  readonly catalogue: Catalogue;
  readonly projects: readonly Group[];
  readonly units: readonly Group[];
  readonly owners: readonly Group[];
  /** By their URIs. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** Path of each dataset's page. */
  readonly datasetPaths: ReadonlyMap<string, string>;
}

/** Plans the pages of a catalogue. */
export function siteOf(catalogue: Catalogue): Site {
  const { entries, datasets } = catalogue;
  return {
    catalogue,
    projects: groups(entries, "projects", ({ workflow }) => projectOf(workflow.id)),
    units: groups(entries, "business-units", ({ workflow }) => workflow.tags["business-unit"] ?? ""),
    owners: groups(entries, "owners", ({ workflow }) => workflow.dag.owner),
    datasets: new Map(datasets.map((dataset) => [dataset.uri, dataset])),
    datasetPaths: pathsOf(
      "datasets",
      datasets.map(({ uri }) => uri),
    ),
  };
}

function groups(entries: readonly Entry[], folder: string, nameOf: (entry: Entry) => string): Group[] {
  const found = [...groupBy(entries, nameOf)].sort(([a], [b]) => byText(a, b));
  const paths = pathsOf(
    folder,
    found.map(([name]) => name),
  );
  return found.map(([name, members]) => ({ name, path: paths.get(name) ?? "", entries: members }));
}

import data from "./data/charts.json";

/** A container image that a chart runs. */
export interface ChartImage {
  /** Name in the program, unique in its chart. */
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…`; `null` if nobody has looked it up yet. */
  readonly digest: string | null;
  /** SPDX identifier. */
  readonly licence: string;
  readonly note: string;
}

/** A Helm chart at the version that the program installs. */
export interface Chart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
  readonly appVersion: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** URL of the chart's source. */
  readonly source: string;
  /** Version of the chart against which the program's values were checked. */
  readonly valuesReadAt: string;
  readonly images: readonly ChartImage[];
}

/** Date on which the versions were last looked up. */
export const CHARTS_CHECKED: string = data.checked;

/** Every chart that an environment may install, each at one version. */
export const CHARTS: readonly Chart[] = data.charts;

/**
 * A chart by name.
 *
 * @throws Error if the data file does not contain it.
 */
export function chart(name: string): Chart {
  const found = CHARTS.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(
      `no chart ${name} in platform/cluster/data/charts.json: add it there with version, images and licences`,
    );
  }
  return found;
}

/** Tag of an image, followed by its digest if that is known. */
export function imageTag({ name, images }: Chart, image: string): string {
  const found = images.find((candidate) => candidate.name === image);
  if (found === undefined) {
    throw new Error(`chart ${name} has no image ${image} in platform/cluster/data/charts.json`);
  }
  return found.digest === null ? found.tag : `${found.tag}@${found.digest}`;
}

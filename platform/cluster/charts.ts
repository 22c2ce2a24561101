import data from "./data/charts.json";

/** A container image that a chart runs. */
export interface ChartImage {
  /** What the program calls it; unique in its chart. */
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…`; null where nobody has looked it up yet. */
  readonly digest: string | null;
  /** SPDX identifier. */
  readonly licence: string;
  readonly note: string;
}

/** A Helm chart at the one version that is installed. */
export interface Chart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
  readonly appVersion: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** Where the chart's text is. */
  readonly source: string;
  /** Version of the chart whose values the program's were checked against. */
  readonly valuesReadAt: string;
  readonly images: readonly ChartImage[];
}

/** Date on which the versions were last looked up. */
export const CHARTS_CHECKED: string = data.checked;

/** Every chart that any environment may install, each at one version. */
export const CHARTS: readonly Chart[] = data.charts;

/** A chart by name. Throws where the data file does not have it. */
export function chart(name: string): Chart {
  const found = CHARTS.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(
      `no chart ${name} in platform/cluster/data/charts.json: add it there with version, images and licences`,
    );
  }
  return found;
}

/** What comes after the colon of an image's name: the tag, and the digest where it is known. */
export function imageTag({ name, images }: Chart, image: string): string {
  const found = images.find((candidate) => candidate.name === image);
  if (found === undefined) {
    throw new Error(`chart ${name} has no image ${image} in platform/cluster/data/charts.json`);
  }
  return found.digest === null ? found.tag : `${found.tag}@${found.digest}`;
}

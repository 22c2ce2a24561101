import { type Chart, CHARTS, imageTag } from "../../platform/cluster/charts";
import type { Json, Registration } from "../../preview/offline/registration";

/** Type of a Helm release. */
const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Differences between a preview and the list of charts, in words. */
export function chartProblems(registrations: readonly Registration[], charts: readonly Chart[] = CHARTS): string[] {
  return registrations.filter(({ type }) => type === RELEASE).flatMap((release) => releaseProblems(release, charts));
}

/** Names of the charts that a preview installs. */
export function installedCharts(registrations: readonly Registration[]): string[] {
  return registrations.filter(({ type }) => type === RELEASE).map(({ inputs }) => chartName(inputs));
}

function releaseProblems({ name, inputs }: Registration, charts: readonly Chart[]): string[] {
  const listed = charts.find(({ name: chart }) => chart === chartName(inputs));
  if (listed === undefined) {
    return [
      `release ${name} installs chart ${text(inputs["chart"])}, which is not listed: add it with its version, images and licences`,
    ];
  }
  const repository = text((inputs["repositoryOpts"] as { repo?: Json } | undefined)?.repo) || registryOf(inputs);
  const tags = texts(inputs["values"] ?? null);
  return [
    ...differs(name, "version", text(inputs["version"]), listed.version),
    ...differs(name, "repository", repository, listed.repository),
    ...listed.images
      .map((image) => imageTag(listed, image.name))
      .filter((tag) => !tags.includes(tag))
      .map((tag) => `release ${name} sets no image to ${tag}, which is listed: pin it in the release's values`),
  ];
}

/** Name of a release's chart. In a container registry it is the last part of the address. */
function chartName({ chart }: Registration["inputs"]): string {
  return text(chart).split("/").at(-1) ?? "";
}

/** The container registry of a release's chart; empty without one. */
function registryOf({ chart }: Registration["inputs"]): string {
  return text(chart).split("/").slice(0, -1).join("/");
}

function differs(release: string, what: string, found: string, listed: string): string[] {
  return found === listed
    ? []
    : [
        `release ${release} has ${what} ${found === "" ? "unset" : found}, and the list says ${listed}: take it from the list`,
      ];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Every text anywhere in a value. */
function texts(value: Json): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

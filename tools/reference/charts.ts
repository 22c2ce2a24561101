import { type Chart, CHARTS, CHARTS_CHECKED } from "../../platform/cluster/charts";
import { code, table } from "./markdown";

/** The reference of charts and images, as Markdown that is not yet laid out. */
export function chartsReference(): string {
  return [
    "<!-- Generated from platform/cluster/data/charts.json by npm run generate. Do not edit. -->",
    "# Charts and images",
    `What is installed in the cluster by Helm. Versions are in \`platform/cluster/data/charts.json\` and nowhere else; they were last looked up on ${CHARTS_CHECKED}. \`npm run images -- --check\` compares the list with what every stack installs.`,
    table(["Chart", "Version", "Application", "Licence", "Repository"], CHARTS.map(chartRow)),
    "## Images",
    table(["Chart", "Image", "Digest", "Licence", "What for"], CHARTS.flatMap(imageRows)),
    "A digest that is not known here is not made up: this repository is tested without a container registry. To pin one, look it up (`crane digest <image>`), write it into the list, and the release takes it.",
    "## How values were checked",
    "The values that a release sets were checked against the chart's own `values.yaml`, at the version that could be read. Where that is not the version installed, look at the chart's changes before the first deployment.",
    "Two charts are part of a Go module: Gatekeeper's in the version installed, External Secrets' in an older one. `make test-cluster` renders both with Helm's own engine (`tests/cluster/test_charts.py`): no value is one that the chart does not know, the images are those above, a real API server takes every object with strict validation, and admits every pod at the namespace's Pod Security level. The other four were read only.",
    table(
      ["Chart", "Installed", "Values read at", "Source"],
      CHARTS.map(({ name, version, valuesReadAt, source }) => [name, version, valuesReadAt, source]),
    ),
    "## Taking a newer version",
    "Change the version and its images in the list; run `npm run generate`, `npm run images -- --check` and `npm test`; read the chart's release notes for changed values; deploy to `development` first. The Cluster Autoscaler's image has to be of the cluster's minor, and Gatekeeper's of the same version as the `gator` that tests its policies.",
    "",
  ].join("\n\n");
}

function chartRow({ name, version, appVersion, licence, repository }: Chart): string[] {
  return [name, version, appVersion, licence, repository];
}

function imageRows({ name, images }: Chart): string[][] {
  return images.map(({ repository, tag, digest, licence, note }) => [
    name,
    code(`${repository}:${tag}`),
    digest === null ? "not known here" : code(digest),
    licence,
    note,
  ]);
}

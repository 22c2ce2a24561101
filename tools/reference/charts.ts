import { type Chart, CHARTS, CHARTS_CHECKED } from "../../platform/cluster/charts";
import { code, table } from "./markdown";

/** The reference of charts and images, as unformatted Markdown. */
export function chartsReference(): string {
  return [
    "<!-- Generated from platform/cluster/data/charts.json by npm run generate. Do not edit. -->",
    "# Charts and images",
    `Helm installs these charts in the cluster. Only \`platform/cluster/data/charts.json\` has the versions, last looked up on ${CHARTS_CHECKED}. \`npm run images -- --check\` compares the list with every stack's releases.`,
    table(["Chart", "Version", "Application", "Licence", "Repository"], CHARTS.map(chartRow)),
    "## Images",
    table(["Chart", "Image", "Digest", "Licence", "Use"], CHARTS.flatMap(imageRows)),
    "Some digests are not known here, because this repository is tested without a container registry. To pin one, look it up (`crane digest <image>`) and write it into the list. The release then uses it.",
    "## Checks of the values",
    "We checked the values of each release against the chart's own `values.yaml`, at the version that we could read. If that is not the installed version, read the chart's changes before the first deployment.",
    "Two charts are part of a Go module: Gatekeeper's in the installed version, External Secrets' in an older one. `make test-cluster` renders both with Helm's own engine (`tests/cluster/test_charts.py`). The charts know every value, and the images are those above. A real API server accepts every object with strict validation, and admits every pod at the namespace's Pod Security level. Karpenter's two charts are in a Go module too, in an older version, whose values we read. Of the others, we only read the values.",
    table(
      ["Chart", "Installed", "Values read at", "Source"],
      CHARTS.map(({ name, version, valuesReadAt, source }) => [name, version, valuesReadAt, source]),
    ),
    "## Taking a newer version",
    "Change the version and its images in the list. Run `npm run generate`, `npm run images -- --check` and `npm test`. Read the chart's release notes for changed values, and deploy to `development` first. The Cluster Autoscaler's image must have the cluster's minor. Gatekeeper's must have the version of the `gator` that tests its policies.",
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

import { resolve } from "node:path";

import { ENVIRONMENTS } from "../platform/config/check";
import { CHARTS, CHARTS_CHECKED, imageTag } from "../platform/cluster/charts";
import { ROOT } from "../platform/root";
import { readArguments, runCommand } from "../cli/arguments";
import { UsageError } from "../diagnostics/usage-error";
import { chartProblems, installedCharts } from "./images/check";
import { loadEnvironment } from "../preview/load";
import { previewEnvironment } from "../preview/run";

const USAGE = `npm run images [-- --check]

Lists the Helm charts and container images that are installed in the cluster, from platform/cluster/data/charts.json.

  --check  previews every stack, and says where it installs another chart, version or image than is listed`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments(
    { allowPositionals: true, options: { check: { type: "boolean", default: false }, help: { type: "boolean" } } },
    USAGE,
  );
  if (positionals.length > 0) {
    throw new UsageError(`unknown argument ${positionals.join(" ")}\n\n${USAGE}`);
  }
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  if (!values.check) {
    CHARTS.forEach((chart) => {
      console.log(`${chart.name} ${chart.version}  ${chart.repository}`);
      chart.images.forEach((image) => {
        console.log(`  ${image.repository}:${imageTag(chart, image.name)}`);
      });
    });
    console.log(`\nLast looked up on ${CHARTS_CHECKED}.`);
    return 0;
  }
  const problems: string[] = [];
  const installed = new Set<string>();
  for (const environment of ENVIRONMENTS) {
    const { stack } = loadEnvironment(environment, resolve(ROOT, "manifests"));
    if (stack === undefined) {
      throw new UsageError(`Pulumi.${environment}.yaml has errors: npm run preview -- ${environment} tells them`);
    }
    const { registrations } = await previewEnvironment({ ...stack, workflows: [] });
    problems.push(...chartProblems(registrations).map((problem) => `${environment}: ${problem}`));
    installedCharts(registrations).forEach((chart) => installed.add(chart));
  }
  problems.forEach((problem) => {
    console.error(problem);
  });
  const unused = CHARTS.map(({ name }) => name).filter((name) => !installed.has(name));
  console.log(
    `${installed.size} charts in ${ENVIRONMENTS.length} stacks, ${problems.length} differences from the list` +
      (unused.length === 0 ? "" : `; listed and installed nowhere at present: ${unused.join(", ")}`),
  );
  return problems.length === 0 ? 0 : 1;
}

void runCommand(main);

import { resolve } from "node:path";

import { ENVIRONMENTS } from "../platform/config/check";
import { CHARTS, CHARTS_CHECKED, imageTag } from "../platform/cluster/charts";
import { ROOT } from "../platform/root";
import { UsageError } from "../diagnostics/usage-error";
import { npmCommand, program, startIfMain } from "../cli/command";
import { chartProblems, installedCharts } from "./images/check";
import { loadEnvironment } from "../preview/load";
import { previewEnvironment } from "../preview/run";

const command = npmCommand(
  "images",
  "Lists the Helm charts and container images that the cluster runs, from platform/cluster/data/charts.json.",
).option("--check", "preview every stack, and report each chart, version or image that differs from the list");

export const main = program(command, async ({ check = false }) => {
  if (!check) {
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
      throw new UsageError(`Pulumi.${environment}.yaml has errors; npm run preview -- ${environment} lists them`);
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
      (unused.length === 0 ? "" : `; listed, but in no stack: ${unused.join(", ")}`),
  );
  return problems.length === 0 ? 0 : 1;
});

startIfMain(module, main);

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, cpus } from "node:os";
import { join, resolve } from "node:path";

import { oneOf } from "../diagnostics/one-of";
import { npmCommand, program, startIfMain } from "../cli/command";
import { benchCatalogue, benchChecks, benchPreviews } from "./bench/commands";
import { benchDags } from "./bench/dags";
import { benchDifference } from "./bench/difference";
import { benchPolicies } from "./bench/policies";

/** Measurements, in the order of their rows. */
const PARTS: Readonly<Record<string, (manifests: string, scratch: string) => void>> = {
  manifests: benchChecks,
  previews: benchPreviews,
  catalogue: benchCatalogue,
  difference: benchDifference,
  dags: benchDags,
  policies: benchPolicies,
};

const command = npmCommand("bench", "Measures the parts that you name, or all.")
  .argument("[part...]", Object.keys(PARTS).join(", "))
  .option("--manifests <dir>", "real manifests (default: ../shared/manifests if it exists, else manifests)")
  .addHelpText(
    "after",
    `
manifests: checking and compiling manifests; whole commands, Node's start included
previews: previews of production, with the same measurements
catalogue: the catalogue of production, with the same measurements and its size
difference: the offline difference of production, against one preview
dags: the loading of production's DAG objects in each Airflow of make venvs
policies: Gatekeeper's reviews of every pod, with gator of make policies-build`,
  );

export const main = program(command, (names, options) => {
  const parts = names.map(oneOf("part", Object.keys(PARTS)));
  const manifests = resolve(
    options.manifests ?? (existsSync("../shared/manifests") ? "../shared/manifests" : "manifests"),
  );
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}`);
    Object.entries(PARTS)
      .filter(([part]) => parts.length === 0 || parts.includes(part))
      .forEach(([, bench]) => {
        bench(manifests, scratch);
      });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return 0;
});

startIfMain(module, main);

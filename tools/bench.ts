import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, cpus } from "node:os";
import { join, resolve } from "node:path";

import { readArguments, runCommand } from "../cli/arguments";
import { UsageError } from "../diagnostics/usage-error";
import { benchChecks, benchPreviews } from "./bench/commands";
import { benchDags } from "./bench/dags";
import { benchDifference } from "./bench/difference";
import { benchPolicies } from "./bench/policies";

/** What can be measured, in the order of its rows. */
const PARTS: Readonly<Record<string, (manifests: string, scratch: string) => void>> = {
  manifests: benchChecks,
  previews: benchPreviews,
  difference: benchDifference,
  dags: benchDags,
  policies: benchPolicies,
};

const USAGE = `npm run bench [-- PART... --manifests DIR]

Measures, all parts unless some are named:

  manifests   checking and compiling manifests: whole commands, Node's start included
  previews    previews of production: the same
  difference  the offline difference of production, against one preview
  dags        Airflow's loading of the DAG objects of production, with each Airflow of \`make venvs\`
  policies    Gatekeeper's reviews of every pod, with gator of \`make policies-build\`

  --manifests DIR  real manifests to measure with (default: ../shared/manifests where it exists, else manifests)`;

function main(): number {
  const { values, positionals } = readArguments(
    {
      options: { manifests: { type: "string" }, help: { type: "boolean", default: false } },
      allowPositionals: true,
    },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const unknown = positionals.filter((part) => !Object.hasOwn(PARTS, part));
  if (unknown.length > 0) {
    throw new UsageError(`there is no part ${unknown.join(", ")}; write some of ${Object.keys(PARTS).join(", ")}`);
  }
  const manifests = resolve(
    values.manifests ?? (existsSync("../shared/manifests") ? "../shared/manifests" : "manifests"),
  );
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}`);
    Object.entries(PARTS)
      .filter(([part]) => positionals.length === 0 || positionals.includes(part))
      .forEach(([, bench]) => {
        bench(manifests, scratch);
      });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return 0;
}

void runCommand(main);

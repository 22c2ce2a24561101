import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir, cpus } from "node:os";
import { join } from "node:path";
import { resolve } from "node:path";

import { findManifests } from "../workflow/source";
import { readArguments, runCommand } from "./arguments";
import { generateManifests } from "./bench/generate";
import { measure, type Measurement } from "./bench/measure";

const USAGE = `npm run bench [-- --manifests DIR]

Measures whole commands, Node's start included: checking and compiling manifests, and previews of production.

  --manifests DIR  real manifests to measure with (default: ../shared/manifests where it exists, else manifests)`;

/** Numbers of generated workflows; growth from the first to the second is what counts. */
const GENERATED = [1000, 4000] as const;

/** Number of generated manifests for the check alone. */
const MANY = 10_000;

function main(): number {
  const { values } = readArguments(
    { options: { manifests: { type: "string" }, help: { type: "boolean", default: false } } },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const manifests = resolve(
    values.manifests ?? (existsSync("../shared/manifests") ? "../shared/manifests" : "manifests"),
  );
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.version}\n`);
    console.log("command                                           manifests  resources  wall s  peak MB  manifests/s");
    const count = findManifests(manifests).length;
    row("validate, real manifests", count, measure("cli/validate.ts", [manifests]));
    row(
      "preview production, real manifests",
      findManifests(join(manifests, "production")).length,
      preview(manifests, scratch),
    );
    const many = generateManifests(join(scratch, "many"), MANY);
    row("validate, generated", MANY, measure("cli/validate.ts", [many]));
    const growth = GENERATED.map((size) => {
      const measurement = preview(generateManifests(join(scratch, String(size)), size), scratch);
      row("preview production, generated", size, measurement);
      return measurement;
    });
    reportGrowth(growth);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return 0;
}

function preview(manifests: string, scratch: string): Measurement {
  return measure("cli/preview.ts", [
    "production",
    "--manifests",
    manifests,
    "--keep-going",
    "--out",
    join(scratch, "out"),
  ]);
}

function row(label: string, manifests: number, { seconds, megabytes, resources }: Measurement): void {
  const cells = [
    String(manifests).padStart(11),
    String(resources ?? "").padStart(11),
    seconds.toFixed(1).padStart(8),
    String(megabytes).padStart(9),
    (manifests / seconds).toFixed(0).padStart(13),
  ];
  console.log(label.padEnd(48) + cells.join(""));
}

function reportGrowth([small, large]: readonly Measurement[]): void {
  if (small !== undefined && large !== undefined) {
    console.log(
      `\n${GENERATED[1]} workflows against ${GENERATED[0]}: ${(large.seconds / small.seconds).toFixed(1)} times the time, ${(large.megabytes / small.megabytes).toFixed(1)} times the memory`,
    );
  }
}

void runCommand(main);

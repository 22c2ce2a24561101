import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { findManifests } from "../../workflow/source";
import { generateManifests } from "./generate";
import { measure, type Measurement } from "./measure";

/** Numbers of generated workflows; the growth from the first to the second counts. */
const GENERATED = [1000, 4000] as const;

/** Number of generated manifests for the check alone. */
const MANY = 10_000;

/** Measures `npm run validate` of real and of generated manifests. */
export function benchChecks(manifests: string, scratch: string): void {
  header();
  row("validate, real manifests", findManifests(manifests).length, measure("cli/validate.ts", [manifests]));
  const many = generateManifests(join(scratch, "many"), MANY);
  row("validate, generated", MANY, measure("cli/validate.ts", [many]));
}

/** Measures `npm run preview` of production with real and with generated manifests. */
export function benchPreviews(manifests: string, scratch: string): void {
  header();
  const count = findManifests(join(manifests, "production")).length;
  row("preview production, real manifests", count, preview(manifests, scratch));
  const growth = GENERATED.map((size) => {
    const measurement = preview(generateManifests(join(scratch, String(size)), size), scratch);
    row("preview production, generated", size, measurement);
    return measurement;
  });
  reportGrowth(growth);
}

/** Measures `npm run catalogue` of production with real and with generated manifests. */
export function benchCatalogue(manifests: string, scratch: string): void {
  header();
  const out = join(scratch, "catalogue");
  const catalogue = (folder: string): Measurement =>
    measure("cli/catalogue.ts", ["production", "--manifests", folder, "--out", out]);
  const count = findManifests(join(manifests, "production")).length;
  row("catalogue of production, real manifests", count, catalogue(manifests));
  const growth = GENERATED.map((size) => {
    const measurement = catalogue(generateManifests(join(scratch, `catalogue-${size}`), size));
    row("catalogue of production, generated", size, measurement);
    return measurement;
  });
  reportGrowth(growth);
  const files = readdirSync(out, { recursive: true }).map((path) => statSync(join(out, String(path))));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  console.log(`${GENERATED[1]} workflows: ${files.length} files and folders of ${(bytes / 1e6).toFixed(0)} MB`);
}

function header(): void {
  console.log(
    "\ncommand                                           manifests  resources  wall s   cpu s  peak MB  manifests/s",
  );
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

function row(label: string, manifests: number, { seconds, processorSeconds, megabytes, resources }: Measurement): void {
  const cells = [
    String(manifests).padStart(11),
    String(resources ?? "").padStart(11),
    seconds.toFixed(1).padStart(8),
    processorSeconds.toFixed(1).padStart(8),
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

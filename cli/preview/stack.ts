import { writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { formatProblem } from "../../diagnostics/problem";
import { today } from "../command";
import { readDeployedFile } from "../deployed-file";
import { referenceLine } from "../../platform/config/reference-page";
import { ORGANISATION_CODE } from "../../platform/config/rules/organisation";
import { loadEnvironment } from "../../preview/load";
import { policyFindings } from "../../preview/policies";
import { renderPreview } from "./terminal";
import { VIOLATIONS_FILE } from "../../preview/violations-file";
import { writePreview } from "../../preview/write";

/** Arguments and options for a preview. */
export interface PreviewOptions {
  readonly manifests: string;
  /** File with the stack's outputs; absent if nothing is deployed yet. */
  readonly deployed?: string | undefined;
  /** `YYYY-MM-DD`. Default: today. */
  readonly date?: string | undefined;
  /** Folder to write to. Default: `build/preview/<stack>`. */
  readonly out?: string | undefined;
  readonly keepGoing?: boolean | undefined;
}

/** Previews one stack, prints a summary, and returns the exit code. */
export async function previewStack(stack: string, options: PreviewOptions): Promise<number> {
  const started = performance.now();
  const loaded = loadEnvironment(stack, options.manifests, {
    deployed: options.deployed === undefined ? undefined : readDeployedFile(options.deployed),
    today: options.date ?? today(),
    examples: "warning",
  });
  const errors = loaded.problems.filter(({ severity }) => severity === "error");
  const refuses =
    loaded.stack === undefined || (errors.length > 0 && !(options.keepGoing === true && loaded.canKeepGoing));
  // Another organisation's repositories and domains are the reason for most errors of the shipped manifests.
  const reasons = refuses ? loaded.problems.filter(({ code }) => code === ORGANISATION_CODE) : [];
  [...reasons, ...errors].forEach((problem) => {
    console.error(formatProblem(problem));
  });
  if (loaded.stack === undefined || refuses) {
    const reference = referenceLine(errors.filter(({ file }) => file.startsWith("Pulumi.")));
    console.error(
      `${reference === undefined ? "" : `\n${reference}`}\n${errors.length} error${errors.length === 1 ? "" : "s"}; nothing was written${loaded.canKeepGoing ? " (--keep-going leaves these manifests out)" : ""}`,
    );
    return 1;
  }
  // Loading Pulumi takes seconds, and mistakes in files should not wait for it.
  const { previewEnvironment } = await import("../../preview/run.js");
  const preview = await previewEnvironment(loaded.stack);
  const findings = [...policyFindings(preview.registrations), ...policyFindings(preview.delivery)];
  const violationsFile = process.env[VIOLATIONS_FILE];
  if (findings.length > 0 && violationsFile !== undefined) {
    writeFileSync(violationsFile, `${findings.join("\n")}\n`);
  } else if (findings.length > 0) {
    findings.forEach((finding) => {
      console.error(finding);
    });
    console.error(
      `\n${findings.length} violation${findings.length === 1 ? "" : "s"} of the policies in docs/reference/policies.md; nothing was written`,
    );
    return 1;
  }
  const out = resolve(options.out ?? `build/preview/${stack}`);
  writePreview(preview, out);
  console.log(
    renderPreview(preview, {
      warnings: loaded.problems.filter(({ severity }) => severity === "warning"),
      leftOut: new Set(errors.map(({ file }) => file)).size,
      out,
      milliseconds: performance.now() - started,
    }),
  );
  return 0;
}

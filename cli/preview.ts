import { Option } from "@commander-js/extra-typings";

import { oneOf } from "../diagnostics/one-of";
import { UsageError } from "../diagnostics/usage-error";
import { FORMATS } from "../preview/difference/write";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { day, npmCommand, program, startIfMain } from "./command";
import { showDifference } from "./preview/difference";

const WITH_BASE = "With --base, to show what this working tree changes (uncommitted changes included):";

const command = npmCommand(
  "preview",
  "Shows what pulumi up would create for an environment, without an AWS account, the Pulumi CLI or a network.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .option("--manifests <dir>", "folder of <environment>/<project>/<workflow>/workflow.yml", "manifests")
  .option(
    "--deployed <file>",
    "output of pulumi stack output --json: checks that EKS allows an upgrade from there (default: nothing is deployed)",
  )
  .option("--date <date>", "day for which to check the end of each version's support, YYYY-MM-DD (default: today)", day)
  .option(
    "--out <path>",
    "folder for resources.json, dags/, iam/ and kubernetes/ (default: build/preview/<stack>); with --base, file for the difference (default: standard output)",
  )
  .option("--keep-going", "report manifests with errors, leave them out, and preview the rest")
  .optionsGroup(WITH_BASE)
  .option("--base <ref>", "branch, tag or commit; the command compares with the commit where this branch left it")
  .addOption(
    new Option("--format <format>", `${FORMATS.join(", ")}; markdown is for a comment (default: text)`).argParser(
      oneOf("format", FORMATS),
    ),
  )
  .option("--base-manifests <dir>", "the base's manifests (default: the same folder in the base)")
  .option("--base-node-modules <dir>", "the base's packages, if its package-lock.json differs")
  .option("--install-base", "or install those packages for this run, with npm ci in a temporary folder")
  .addHelpText(
    "after",
    "\nFor a comment longer than 60 kB, the command writes the whole difference to <out>.full.md as well.",
  );

export const main = program(command, async (stack, options) => {
  const { base, format, baseManifests, baseNodeModules, installBase } = options;
  const { manifests, deployed, date, out, keepGoing = false } = options;
  if (base !== undefined) {
    return showDifference({
      stack,
      base,
      manifests,
      baseManifests,
      baseNodeModules,
      installBase: installBase ?? false,
      format: format ?? "text",
      out,
      keepGoing,
      headOptions: Object.entries({ deployed, date }).flatMap(([option, value]) =>
        value === undefined ? [] : [`--${option}`, value],
      ),
    });
  }
  if ([format, baseManifests, baseNodeModules, installBase].some((value) => value !== undefined)) {
    throw new UsageError("--format, --base-manifests, --base-node-modules and --install-base belong to --base <ref>");
  }
  // A difference does not need it: its two processes load the program.
  const { previewStack } = await import("./preview/stack.js");
  return previewStack(stack, options);
});

startIfMain(module, main);

import { readArguments, runCommand } from "./arguments";
import { UsageError } from "../diagnostics/usage-error";
import { showDifference } from "./preview/difference";

const USAGE = `npm run preview -- <stack> [--manifests DIR] [--deployed FILE] [--date DATE] [--out DIR] [--keep-going]
npm run preview -- <stack> --base REF [--format text|json|markdown] [--out FILE]

Shows what an environment would be, without an AWS account, the Pulumi CLI or a network.

  <stack>          development, test or production: the configuration in Pulumi.<stack>.yaml
  --manifests DIR  folder with <environment>/<project>/<workflow>/workflow.yml (default: manifests)
  --deployed FILE  what \`pulumi stack output --json\` printed: says of an upgrade whether EKS allows the step
                   (default: nothing is deployed yet)
  --date DATE      day on which the end of a version's support is asked, YYYY-MM-DD (default: today)
  --out DIR        where to write resources.json, dags/, iam/ and kubernetes/ (default: build/preview/<stack>)
  --keep-going     report manifests with errors, leave them out, and preview the rest

With --base it shows instead what this working tree, uncommitted changes included, does differently:

  --base REF       branch, tag or commit; compared is the commit where this branch left it
  --format FORMAT  text, json, or markdown for the comment of a pull request (default: text)
  --out FILE       where to write the difference (default: standard output); of a comment that would be longer than 60 kB
                   the whole is written beside it, to FILE.full.md
  --base-manifests DIR     the base's manifests (default: as --manifests, in the base; outside the repository the same)
  --base-node-modules DIR  the base's packages, where its package-lock.json is another
  --install-base           or: install them for this run, with npm ci in a temporary folder`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        manifests: { type: "string", default: "manifests" },
        deployed: { type: "string" },
        date: { type: "string" },
        out: { type: "string" },
        "keep-going": { type: "boolean", default: false },
        base: { type: "string" },
        "base-manifests": { type: "string" },
        "base-node-modules": { type: "string" },
        "install-base": { type: "boolean" },
        format: { type: "string" },
        help: { type: "boolean", default: false },
      },
    },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [stack, ...rest] = positionals;
  if (stack === undefined || rest.length > 0) {
    throw new UsageError(`name one stack${rest.length > 0 ? `, not ${positionals.join(" and ")}` : ""}\n\n${USAGE}`);
  }
  const { base, format, "base-manifests": baseManifests, "base-node-modules": baseNodeModules } = values;
  const { "install-base": installBase } = values;
  if (base !== undefined) {
    const { manifests, deployed, date, out, "keep-going": keepGoing } = values;
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
      ofHeadAlone: Object.entries({ deployed, date }).flatMap(([option, value]) =>
        value === undefined ? [] : [`--${option}`, value],
      ),
    });
  }
  if ([format, baseManifests, baseNodeModules, installBase].some((value) => value !== undefined)) {
    throw new UsageError(
      `--format, --base-manifests, --base-node-modules and --install-base belong to --base REF\n\n${USAGE}`,
    );
  }
  // The program and what it needs take seconds to load, which a difference leaves to its two processes.
  const { previewStack } = await import("./preview/stack.js");
  return previewStack(stack, values);
}

void runCommand(main);

import { resolve } from "node:path";

import { formatProblem } from "../workflow/problem";
import { readArguments, readDate, runCommand, UsageError } from "./arguments";
import { readDeployedFile } from "./deployed-file";
import { loadEnvironment } from "./preview/load";
import { policyFindings } from "./preview/policies";
import { previewEnvironment } from "./preview/run";
import { renderPreview } from "./preview/terminal";
import { writePreview } from "./preview/write";

const USAGE = `npm run preview -- <stack> [--manifests DIR] [--deployed FILE] [--date DATE] [--out DIR] [--keep-going]

Shows what an environment would be, without an AWS account, the Pulumi CLI or a network.

  <stack>          development, test or production: the configuration in Pulumi.<stack>.yaml
  --manifests DIR  folder with <environment>/<project>/<workflow>/workflow.yml (default: manifests)
  --deployed FILE  what \`pulumi stack output --json\` printed: says of an upgrade whether EKS allows the step
                   (default: nothing is deployed yet)
  --date DATE      day on which the end of a version's support is asked, YYYY-MM-DD (default: today)
  --out DIR        where to write resources.json, dags/, iam/ and kubernetes/ (default: build/preview/<stack>)
  --keep-going     report manifests with errors, leave them out, and preview the rest`;

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
  const started = performance.now();
  const loaded = loadEnvironment(stack, values.manifests, {
    deployed: values.deployed === undefined ? undefined : readDeployedFile(values.deployed),
    today: readDate(values.date),
  });
  const errors = loaded.problems.filter(({ severity }) => severity === "error");
  errors.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  if (loaded.stack === undefined || (errors.length > 0 && !(values["keep-going"] && loaded.canKeepGoing))) {
    console.error(
      `\n${errors.length} error${errors.length === 1 ? "" : "s"}; nothing was written${loaded.canKeepGoing ? " (--keep-going leaves these manifests out)" : ""}`,
    );
    return 1;
  }
  const preview = await previewEnvironment(loaded.stack);
  const findings = policyFindings(preview.registrations);
  if (findings.length > 0) {
    findings.forEach((finding) => {
      console.error(finding);
    });
    console.error(
      `\n${findings.length} violation${findings.length === 1 ? "" : "s"} of the policies in docs/reference/policies.md; nothing was written`,
    );
    return 1;
  }
  const out = resolve(values.out ?? `build/preview/${stack}`);
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

void runCommand(main);

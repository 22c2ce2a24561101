import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { type CheckContext, PROJECT } from "../platform/config/check";
import { readStackText, type StackFile } from "../platform/config/stack-file";
import { ADD_ONS, type AddOnName } from "../platform/cluster/versions";
import { ROOT } from "../platform/root";
import { formatProblem } from "../diagnostics/problem";
import { readArguments, readDate, runCommand } from "./arguments";
import { UsageError } from "../diagnostics/usage-error";
import { readDeployedFile } from "./deployed-file";
import { requireStack } from "../preview/stack-name";
import { type Change, chooseVersions, type Request } from "./upgrade/choose";
import { EditError, editYaml } from "./upgrade/edit";
import { planUpgrade } from "./upgrade/plan";
import { reportVersions } from "./upgrade/report";
import { renderDifference, renderPlan } from "./upgrade/terminal";

const USAGE = `npm run upgrade -- <stack> [--kubernetes MINOR] [--ami-release RELEASE]… [--<add-on> VERSION]… [--dry-run]
npm run upgrade -- <stack> --check

Changes the versions in Pulumi.<stack>.yaml, and nothing else there; says what pulumi up will then do. A new Kubernetes
minor brings the newest AMI releases and add-ons that platform/cluster/data/eks-versions.json knows for it.

  <stack>                development, test or production
  --kubernetes MINOR     next minor of Kubernetes, such as 1.36
  --ami-release RELEASE  AMI release of all node groups of its family, AL2023 or Bottlerocket; once for each family
  --<add-on> VERSION     ${ADD_ONS.slice(0, 3)
    .map((name) => `--${name}`)
    .join(", ")},
                         ${ADD_ONS.slice(3)
                           .map((name) => `--${name}`)
                           .join(", ")}
  --deployed FILE        what \`pulumi stack output --json\` printed: checks the step from what is deployed, too
  --dry-run              says what would change, and writes nothing
  --check                only reports what is old and whose support ends; exit code 1 where there is any
  --date DATE            day on which that is asked, YYYY-MM-DD (default: today)
  --dir DIR              folder of Pulumi.<stack>.yaml (default: the repository)`;

interface Arguments {
  readonly stack: string;
  readonly path: string;
  readonly request: Request;
  readonly context: CheckContext & { readonly today: string };
  readonly check: boolean;
  readonly dryRun: boolean;
}

function main(): number {
  const args = parseCommandLine();
  if (args === undefined) {
    console.log(USAGE);
    return 0;
  }
  const file = `Pulumi.${args.stack}.yaml`;
  if (!existsSync(args.path)) {
    throw new UsageError(`there is no ${file} in ${resolve(args.path, "..")}`);
  }
  const text = readFileSync(args.path, "utf8");
  return args.check ? check(args, file, text) : upgrade(args, file, text);
}

/** The command line, checked; undefined where help is asked for. */
function parseCommandLine(): Arguments | undefined {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        kubernetes: { type: "string" },
        "ami-release": { type: "string", multiple: true, default: [] },
        ...(Object.fromEntries(ADD_ONS.map((name) => [name, { type: "string" }])) as Record<
          AddOnName,
          { type: "string" }
        >),
        deployed: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        date: { type: "string" },
        dir: { type: "string", default: ROOT },
        help: { type: "boolean", default: false },
      },
    },
    USAGE,
  );
  if (values.help) {
    return undefined;
  }
  const [stack, ...rest] = positionals;
  if (stack === undefined || rest.length > 0) {
    throw new UsageError(`name one stack${rest.length > 0 ? `, not ${positionals.join(" and ")}` : ""}\n\n${USAGE}`);
  }
  requireStack(stack);
  const addOns = Object.fromEntries(
    ADD_ONS.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  ) as Request["addOns"];
  const request = { kubernetesVersion: values.kubernetes, amiReleases: values["ami-release"], addOns };
  const asked = values.kubernetes !== undefined || request.amiReleases.length > 0 || Object.keys(addOns).length > 0;
  if (asked === values.check) {
    throw new UsageError(
      asked
        ? "--check only reports: leave it out, or leave the versions out"
        : `say what to upgrade: --kubernetes, --ami-release or an add-on\n\n${USAGE}`,
    );
  }
  return {
    stack,
    path: resolve(values.dir, `Pulumi.${stack}.yaml`),
    request,
    context: {
      deployed: values.deployed === undefined ? undefined : readDeployedFile(values.deployed),
      today: readDate(values.date),
    },
    check: values.check,
    dryRun: values["dry-run"],
  };
}

function check({ stack, context }: Arguments, file: string, text: string): number {
  const { config } = tellProblems(readStackText(text, file, stack, { deployed: context.deployed }));
  if (config === undefined) {
    return 1;
  }
  const { lines, isCurrent } = reportVersions(config.cluster, context.today);
  console.log([stack, ...lines].join("\n"));
  return isCurrent ? 0 : 1;
}

function upgrade({ stack, path, request, context, dryRun }: Arguments, file: string, text: string): number {
  const before = tellProblems(readStackText(text, file, stack));
  if (before.config === undefined) {
    return 1;
  }
  const { changes, problems } = chooseVersions(before.config.cluster, request);
  if (problems.length > 0) {
    return refuse(problems);
  }
  if (changes.length === 0) {
    return refuse(["nothing to do: the stack has these versions already"]);
  }
  const changed = edit(text, changes);
  if (changed instanceof EditError) {
    return refuse([`${file}: ${changed.message}`]);
  }
  const after = tellProblems(readStackText(changed, file, stack, context));
  if (after.config === undefined) {
    return refuse(["nothing was written: the result would have these problems"]);
  }
  const plan = planUpgrade(before.config.cluster, after.config.cluster);
  console.log([...renderDifference(file, text, changed), "", ...renderPlan(plan)].join("\n"));
  if (!dryRun) {
    replaceFile(path, changed);
  }
  console.log(
    `\n${dryRun ? "Dry run: nothing was written" : `Wrote ${file}`}. Look with npm run preview -- ${stack}, then pulumi preview --stack ${stack}.`,
  );
  return 0;
}

function edit(text: string, changes: readonly Change[]): string | EditError {
  const edits = changes.map(({ path: [key, ...rest], to }) => ({
    path: ["config", `${PROJECT}:${String(key)}`, ...rest],
    value: to,
  }));
  try {
    return editYaml(text, edits);
  } catch (caught) {
    if (caught instanceof EditError) {
      return caught;
    }
    throw caught;
  }
}

function tellProblems(file: StackFile): StackFile {
  file.problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  return file;
}

function refuse(problems: readonly string[]): number {
  problems.forEach((problem) => {
    console.error(problem);
  });
  return 1;
}

/** Replaces a file as a whole: a reader sees the old text or the new, and never a part. */
function replaceFile(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: statSync(path).mode });
  renameSync(fresh, path);
}

void runCommand(main);

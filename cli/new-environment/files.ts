import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { UsageError } from "../../diagnostics/usage-error";
import { ENVIRONMENTS } from "../../platform/environments";
import { stackFileName } from "../../platform/names/stack-file";

/** Values of a new environment that no other may have. */
export interface NewEnvironment {
  readonly name: string;
  /** Environment whose files are copied. */
  readonly from: string;
  /** ID of the compute account, twelve digits. */
  readonly account: string;
  /** Block of the VPC. */
  readonly cidr: string;
}

/** A file with its new text; the path is from the repository's root. */
export interface EditedFile {
  readonly path: string;
  readonly text: string;
}

/** The list of environments, which the code reads. */
const LIST = "platform/environments.ts";

/** Deployments by GitHub, one job for each environment, in order. */
const DEPLOY = ".github/workflows/deploy.yml";

/** Other files that list the environments. */
const LISTING = [
  ".github/workflows/plan.yml",
  ".github/workflows/drift.yml",
  ".github/workflows/checks.yml",
  ".github/workflows/deploy-stack.yml",
  ".ci/run",
];

/** Every file that a new environment adds or changes, with its text. Writes nothing. */
export function filesOf(environment: NewEnvironment, root: string): EditedFile[] {
  const { name, from } = environment;
  const read = (path: string): string => readFileSync(resolve(root, path), "utf8");
  const delivery = `infra/delivery/${stackFileName(from)}`;
  return [
    { path: stackFileName(name), text: stackText(read(stackFileName(from)), environment) },
    { path: `infra/delivery/${stackFileName(name)}`, text: withoutDataKey(read(delivery)) },
    ...ENVIRONMENTS.map((other) => ({
      path: stackFileName(other),
      text: replaced(
        read(stackFileName(other)),
        /^( *peers: \{)/m,
        `$1${name}: ${environment.cidr}, `,
        stackFileName(other),
      ),
    })),
    { path: LIST, text: replaced(read(LIST), '"production"]', `"${name}", "production"]`, LIST) },
    ...LISTING.map((path) => ({ path, text: withName(read(path), name, path) })),
    { path: DEPLOY, text: withJob(read(DEPLOY), name) },
  ];
}

/** A text that lists the environments, with the new one before the last. */
function withName(text: string, name: string, path: string): string {
  const before = ENVIRONMENTS.slice(0, -1);
  const last = String(ENVIRONMENTS.at(-1));
  const separators = [
    [", ", ", "],
    [" ", " "],
    [", ", " or "],
  ] as const;
  for (const [between, end] of separators) {
    const list = `${before.join(between)}${end}${last}`;
    if (text.includes(list)) {
      return text.replaceAll(list, `${[...before, name].join(between)}${end}${last}`);
    }
  }
  return missing(path, "list of the environments");
}

/** GitHub's deployments, with a job for the new environment before the job of the last environment. */
function withJob(text: string, name: string): string {
  const last = String(ENVIRONMENTS.at(-1));
  const job = new RegExp(`^  ${last}:\\n    needs: (\\w+)\\n[^]*?(?=\\n\\n|\\n*$(?![^]))`, "m").exec(text);
  if (job === null) {
    return missing(DEPLOY, `job ${last}`);
  }
  const [block, needed = ""] = job;
  const added = block.replace(`  ${last}:`, `  ${name}:`).replace(`stack: ${last}`, `stack: ${name}`);
  return text.replace(block, `${added}\n\n${block.replace(`needs: ${needed}`, `needs: ${name}`)}`);
}

/** The copied stack file, with the new environment's values in place of the other's. */
function stackText(text: string, { name, from, account, cidr }: NewEnvironment): string {
  const file = stackFileName(from);
  const find = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? missing(file, pattern);
  const oldAccount = find(/compute:\n +id: "(\d{12})"/);
  const oldBucket = find(/state:\n +bucket: (\S+)/);
  const oldCidr = find(/^ +cidrBlock: (\S+)$/m);
  const edits: readonly (readonly [string | RegExp, string])[] = [
    [/^# The \S+ environment\./m, `# The ${name} environment.`],
    [/^( +cidrBlock:) \S+$/m, `$1 ${cidr}`],
    [/^( *peers: \{)/m, `$1${from}: ${oldCidr}, `],
    ...(oldBucket.includes(oldAccount) ? [] : [[`bucket: ${oldBucket}`, `bucket: ${oldBucket}-${name}`] as const]),
  ];
  return (
    withoutDataKey(edits.reduce((before, [from_, to]) => replaced(before, from_, to, file), text))
      .replaceAll(oldAccount, account)
      // A key's ID is AWS's. This one is an example, so that the check asks for the new account's key.
      .replace(/:key\/\S+$/m, ":key/00000000-0000-0000-0000-000000000000")
      .replace(/isProduction: \w+/, "isProduction: false")
      .replace(`profile: airflow-${from}-data`, `profile: airflow-${name}-data`)
  );
}

/** The data key belongs to the other stack; `pulumi stack init` adds one for the new stack. */
function withoutDataKey(text: string): string {
  return text.replace(/^encryptedkey: .*\n/m, "");
}

function replaced(text: string, from: string | RegExp, to: string, file: string): string {
  const after = text.replace(from, to);
  return after === text ? missing(file, from) : after;
}

function missing(file: string, what: string | RegExp): never {
  throw new UsageError(
    `${file} has no ${String(what)}, so the copy cannot be edited; follow docs/platform/add-an-environment.md`,
  );
}

import { appendFileSync, existsSync, readFileSync } from "node:fs";

import { readArguments, runCommand, UsageError } from "./arguments";
import { driftIssue, driftReport, type PreviewDigest } from "./drift/report";
import { connect } from "./github/client";
import { putIssue } from "./github/put-issue";

const USAGE = `npm run drift -- STACK FILE

Reads what \`pulumi preview --refresh --json\` said of a stack, and keeps one issue per stack: opened where something
differs from the code, brought up to date, closed when nothing does any more.

  STACK  development, test or production
  FILE   the preview's JSON

Writes deploy=true to GITHUB_OUTPUT where all that differs is what an accepted Transit Gateway adds, else deploy=false.
In the environment, as GitHub Actions sets them: GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_OUTPUT, GITHUB_SERVER_URL,
GITHUB_RUN_ID; and GITHUB_TOKEN.`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments(
    { allowPositionals: true, options: { help: { type: "boolean", default: false } } },
    USAGE,
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [stack = "", file = "", ...more] = positionals;
  if (stack === "" || file === "" || more.length > 0) {
    throw new UsageError(`name a stack and a file\n\n${USAGE}`);
  }
  const report = driftReport(readDigest(file));
  const {
    GITHUB_SERVER_URL: server = "https://github.com",
    GITHUB_REPOSITORY: name = "",
    GITHUB_RUN_ID: run = "",
  } = process.env;
  const done = await putIssue(await connect(process.env), {
    title: `${stack} differs from the code`,
    label: `drift-${stack}`,
    body: report.changes.length === 0 ? undefined : driftIssue(stack, report, `${server}/${name}/actions/runs/${run}`),
    closing: "Nothing differs any more.",
  });
  if (process.env["GITHUB_OUTPUT"] !== undefined) {
    appendFileSync(process.env["GITHUB_OUTPUT"], `deploy=${String(report.transitGatewayAccepted)}\n`);
  }
  console.log(`${stack}: ${report.changes.length} differing; issue ${done}`);
  return 0;
}

/** A preview that failed is not one that found nothing. */
function readDigest(file: string): PreviewDigest {
  if (!existsSync(file)) {
    throw new UsageError(`there is no ${file}`);
  }
  const text = readFileSync(file, "utf8");
  let digest: PreviewDigest;
  try {
    digest = JSON.parse(text) as PreviewDigest;
  } catch {
    throw new UsageError(`${file} is not the JSON of a preview: it begins with ${JSON.stringify(text.slice(0, 60))}`);
  }
  const errors = (digest.diagnostics ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !Array.isArray(digest.steps)) {
    const reasons = errors.map(({ message }) => message.trim()).join("\n");
    throw new UsageError(`${file}: the preview failed${reasons === "" ? ", it has no steps" : `:\n${reasons}`}`);
  }
  return digest;
}

void runCommand(main);

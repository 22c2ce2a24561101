import { appendFileSync } from "node:fs";

import { readStackName, runCommand } from "../cli/arguments";
import { changesOf, PreviewFailed } from "./drift/digest";
import { previewRefreshed } from "./drift/preview";
import { driftIssue, driftReport } from "./drift/report";
import { connect } from "./github/client";
import { putIssue } from "./github/put-issue";

const USAGE = `npm run drift -- STACK

Runs \`pulumi preview --refresh --expect-no-changes\` of a stack, and keeps one issue per stack: opened where AWS differs from
the code, brought up to date, closed when nothing does any more. A preview that fails changes no issue: exit code 1.

  STACK  development, test or production

Writes deploy=true to GITHUB_OUTPUT where all that differs is what an accepted Transit Gateway adds, else deploy=false.
In the environment, as GitHub Actions sets them: GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_OUTPUT, GITHUB_SERVER_URL,
GITHUB_RUN_ID; GITHUB_TOKEN; and what the Pulumi CLI needs to reach its state and AWS.`;

async function main(): Promise<number> {
  const stack = readStackName(USAGE);
  if (stack === undefined) {
    return 0;
  }
  const repository = await connect(process.env);
  try {
    const report = driftReport(changesOf(previewRefreshed(stack)));
    const done = await putIssue(repository, {
      title: `${stack} differs from the code`,
      label: `drift-${stack}`,
      body: report.changes.length === 0 ? undefined : driftIssue(stack, report, runUrl(process.env)),
      closing: "Nothing differs any more.",
    });
    if (process.env["GITHUB_OUTPUT"] !== undefined) {
      appendFileSync(process.env["GITHUB_OUTPUT"], `deploy=${String(report.transitGatewayAccepted)}\n`);
    }
    console.log(`${stack}: ${report.changes.length} differing; issue ${done}`);
    return 0;
  } catch (caught) {
    if (!(caught instanceof PreviewFailed)) {
      throw caught;
    }
    console.error(`The preview of ${stack} failed, so whether it differs is not known: ${caught.message}`);
    return 1;
  }
}

function runUrl({
  GITHUB_SERVER_URL: server = "https://github.com",
  GITHUB_REPOSITORY: name = "",
  GITHUB_RUN_ID: run = "",
}: NodeJS.ProcessEnv): string {
  return `${server}/${name}/actions/runs/${run}`;
}

void runCommand(main);

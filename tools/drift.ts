import { appendFileSync } from "node:fs";

import { npmCommand, program, startIfMain } from "../cli/command";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { changesOf, PreviewFailed } from "./drift/digest";
import { previewRefreshed } from "./drift/preview";
import { driftIssue, driftReport } from "./drift/report";
import { connect } from "./github/client";
import { putIssue } from "./github/put-issue";

const command = npmCommand(
  "drift",
  "Runs pulumi preview --refresh --expect-no-changes for a stack and keeps one issue for it: opens it when AWS differs from the " +
    "code, updates it, and closes it when nothing differs. A failed preview changes no issue and ends with exit code 1.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .addHelpText(
    "after",
    `
Writes deploy=true to GITHUB_OUTPUT if an accepted Transit Gateway explains every difference, else deploy=false. Reads
GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_OUTPUT, GITHUB_SERVER_URL, GITHUB_RUN_ID and GITHUB_TOKEN from the environment, and
the settings with which the Pulumi CLI reaches its state and AWS.`,
  );

export const main = program(command, async (stack) => {
  const repository = await connect(process.env);
  try {
    const report = driftReport(changesOf(previewRefreshed(stack)));
    const done = await putIssue(repository, {
      title: `${stack} differs from the code`,
      label: `drift-${stack}`,
      body: report.changes.length === 0 ? undefined : driftIssue(stack, report, runUrl(process.env)),
      closing: "Nothing differs now.",
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
    console.error(`The preview of ${stack} failed, so it is unknown whether the stack differs: ${caught.message}`);
    return 1;
  }
});

function runUrl({
  GITHUB_SERVER_URL: server = "https://github.com",
  GITHUB_REPOSITORY: name = "",
  GITHUB_RUN_ID: run = "",
}: NodeJS.ProcessEnv): string {
  return `${server}/${name}/actions/runs/${run}`;
}

startIfMain(module, main);

import { readFileSync } from "node:fs";

import { type DeployedVersions, deployedVersions } from "../platform/config/deployed";
import { UsageError } from "../diagnostics/usage-error";

/**
 * Reads deployed versions from a file that `pulumi stack output --json` wrote; undefined if nothing is deployed.
 *
 * @throws UsageError if the file cannot be read, or has other content.
 */
export function readDeployedFile(path: string): DeployedVersions | undefined {
  const { deployed, problems } = deployedVersions(readJson(path));
  if (problems.length > 0) {
    throw new UsageError(
      problems
        .map(({ message }) => `--deployed ${path} does not contain the outputs of a stack: ${message}`)
        .join("\n"),
    );
  }
  return deployed;
}

function readJson(path: string): unknown {
  const hint = "write it with pulumi stack output --json --stack <stack>";
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`--deployed ${path} cannot be read; ${hint}`);
  }
  try {
    return JSON.parse(text);
  } catch (caught) {
    throw new UsageError(`--deployed ${path} is not JSON (${(caught as Error).message}); ${hint}`);
  }
}

import * as pulumi from "@pulumi/pulumi";

import { type DeployedVersions, deployedVersions, VERSION_OUTPUTS } from "../../platform/config/deployed";

/**
 * Reads the versions of the last successful deployment of this stack, as plain values. The engine reads them before the
 * program registers anything, in a preview too. Gives `undefined` before the first deployment, when the stack has no
 * outputs.
 *
 * @throws pulumi.RunError if this program cannot have written the outputs.
 */
export async function readLastDeployment(): Promise<DeployedVersions | undefined> {
  const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const stack = new pulumi.StackReference("last-deployment", { name });
  const values = await Promise.all(
    VERSION_OUTPUTS.map(async (output) => [output, (await stack.getOutputValue(output)) as unknown] as const),
  );
  const { deployed, problems } = deployedVersions(
    Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null)),
  );
  if (problems.length > 0) {
    throw new pulumi.RunError(
      `the outputs of the last deployment cannot be read:\n${problems.map(({ message }) => `  ${message}`).join("\n")}`,
    );
  }
  return deployed;
}

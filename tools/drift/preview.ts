import { type PulumiRun, runPulumi } from "../pulumi";

/**
 * Types that the role for plans may not read, so the preview leaves them out. Reading a secret's version reads its value, and a
 * Helm release is a Secret of the cluster.
 */
const UNREADABLE = ["**$aws:secretsmanager/secretVersion:SecretVersion::*", "**$kubernetes:helm.sh/v3:Release::*"];

/**
 * Compares a stack with AWS, with the CLI that the repository pins. It changes nothing, not even the stack's state. Its output
 * is JSON, unless it failed early, with `[secret]` for secrets.
 */
export function previewRefreshed(stack: string): PulumiRun {
  const options = ["--stack", stack, "--refresh", "--expect-no-changes", "--json", "--non-interactive"];
  const excluded = UNREADABLE.flatMap((urn) => ["--exclude", urn]);
  // The program and its plugins must not get GitHub's token.
  return runPulumi(["preview", ...options, ...excluded], {
    ...process.env,
    GITHUB_TOKEN: undefined,
    // A preview keeps no state, but writes it out in memory for each resource (docs/platform/deploy.md).
    PULUMI_SKIP_CHECKPOINTS: "true",
  });
}

import { type PulumiRun, runPulumi } from "../pulumi";

/**
 * What the role for plans may not read, and is left out: a secret's version is read by its value, and a Helm release is a
 * Secret of the cluster.
 */
const UNREADABLE = ["**$aws:secretsmanager/secretVersion:SecretVersion::*", "**$kubernetes:helm.sh/v3:Release::*"];

/**
 * Compares a stack with what AWS has now, with the CLI that the repository pins; nothing is changed, the stack's state
 * neither. What it prints is JSON, where it came that far, with `[secret]` in the place of secrets.
 */
export function previewRefreshed(stack: string): PulumiRun {
  const options = ["--stack", stack, "--refresh", "--expect-no-changes", "--json", "--non-interactive"];
  const excluded = UNREADABLE.flatMap((urn) => ["--exclude", urn]);
  // The program and its plugins have no business with GitHub.
  return runPulumi(["preview", ...options, ...excluded], { ...process.env, GITHUB_TOKEN: undefined });
}

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { ROOT } from "../../infra/root";

/** How `pulumi preview` ended, and what it printed. */
export interface PreviewRun {
  /** Exit code; null for a process that was ended from outside. */
  readonly status: number | null;
  /** Its JSON, where it came that far. Pulumi has put `[secret]` in the place of secrets. */
  readonly stdout: string;
}

/** Largest digest that is read: a stack of thousands of resources has some tens of megabytes. */
const MAXIMUM_BYTES = 2 ** 30;

/**
 * What the role for plans may not read, and is left out: a secret's version is read by its value, and a Helm release is a
 * Secret of the cluster.
 */
const UNREADABLE = ["**$aws:secretsmanager/secretVersion:SecretVersion::*", "**$kubernetes:helm.sh/v3:Release::*"];

/**
 * Compares a stack with what AWS has now, with the CLI that the repository pins; nothing is changed, the stack's state
 * neither. What the CLI says on standard error goes to the log.
 */
export function previewRefreshed(stack: string): PreviewRun {
  const options = ["--stack", stack, "--refresh", "--expect-no-changes", "--json", "--non-interactive"];
  const excluded = UNREADABLE.flatMap((urn) => ["--exclude", urn]);
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/pulumi/run.js"), "preview", ...options, ...excluded],
    {
      cwd: ROOT,
      // The program and its plugins have no business with GitHub.
      env: { ...process.env, GITHUB_TOKEN: undefined },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: MAXIMUM_BYTES,
    },
  );
  if (error !== undefined) {
    throw error;
  }
  return { status, stdout };
}

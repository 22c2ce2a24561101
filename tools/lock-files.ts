import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Files that pin dependencies, by who installs them, each relative to the repository. */
export interface LockFiles {
  /** `package-lock.json`. */
  readonly npm: readonly string[];
  /** Requirements of pip, with exact versions. */
  readonly pip: readonly string[];
  /** `go.mod`, which names every module of a build since Go 1.17. */
  readonly gomod: readonly string[];
  readonly docker: readonly string[];
}

/** Folders of installed packages and build results, which are not part of the repository. */
const LEFT_OUT = new Set([".git", "node_modules", ".venvs", ".venv", ".cache", "build", "reports", ".stryker-tmp"]);

/** Finds every file under `root` that pins dependencies. */
export function findLockFiles(root: string): LockFiles {
  const files = filesUnder(root, "");
  const matching = (pattern: RegExp): string[] => files.filter((file) => pattern.test(`/${file}`)).sort();
  return {
    npm: matching(/\/package-lock\.json$/),
    pip: matching(/\/(requirements[^/]*|requirements\/[^/]+)\.txt$/),
    gomod: matching(/\/go\.mod$/),
    docker: matching(/\/([^/]*\.)?(Dockerfile|Containerfile)(\.[^/]*)?$/i),
  };
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return LEFT_OUT.has(entry.name) ? [] : filesUnder(root, path);
    }
    return entry.isFile() ? [path] : [];
  });
}

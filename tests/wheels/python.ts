import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * A Python of a minor version, such as `3.12`: on the path, or one of pyenv.
 *
 * @throws Error if this machine has none.
 */
export function findPython(minor: string): string {
  const pyenv = join(homedir(), ".pyenv", "versions");
  const candidates = [
    `python${minor}`,
    ...(existsSync(pyenv) ? readdirSync(pyenv) : [])
      .filter((version) => version.startsWith(`${minor}.`))
      .map((version) => join(pyenv, version, "bin", "python")),
  ];
  const found = candidates.find((python) => spawnSync(python, ["-c", "import venv"]).status === 0);
  if (found === undefined) {
    throw new Error(`this machine has no Python ${minor}, which MWAA has: install it, for example with pyenv`);
  }
  return found;
}

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { UsageError } from "../../diagnostics/usage-error";
import type { Dependency, Licence } from "./dependency";
import { licencesInText } from "./texts";

interface GoModule {
  readonly Path: string;
  readonly Version: string;
  /** Its files in Go's cache. */
  readonly Dir?: string;
  readonly Error?: string;
}

/** Every module of a `go.mod`, with the licences in its files; Go fetches modules that are not in its cache. */
export function goDependencies(root: string, lockFile: string): Dependency[] {
  const { stdout, stderr, status, error } = spawnSync("go", ["mod", "download", "-json"], {
    cwd: join(root, dirname(lockFile)),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined || status !== 0) {
    throw new UsageError(
      `${lockFile}: go mod download could not fetch its modules: ${error?.message ?? stderr.trim()}`,
    );
  }
  return modules(stdout).map(({ Path, Version, Dir, Error: failure }) => ({
    ecosystem: "Go",
    name: Path,
    version: Version,
    lockFile,
    licence: Dir === undefined ? { unknown: failure ?? "nothing, because Go did not fetch it" } : licenceIn(Dir),
  }));
}

/** Go prints one object after another, each over several lines. */
function modules(printed: string): GoModule[] {
  const objects = printed.split(/^\}\n/m).filter((text) => text.trim() !== "");
  return objects.map((text) => JSON.parse(`${text}}`) as GoModule);
}

/** The licences in a module's folder, all of which must be allowed. */
export function licenceIn(folder: string): Licence {
  const files = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter(
        (entry) => entry.isFile() && /^(licen[cs]e|copying|unlicense)/i.test(entry.name),
      )
    : [];
  const texts = files.map(({ name }) => ({ name, found: licencesInText(readFileSync(join(folder, name), "utf8")) }));
  const unread = texts.filter(({ found }) => found.length === 0).map(({ name }) => name);
  if (files.length === 0 || unread.length > 0) {
    return { unknown: files.length === 0 ? "no licence file" : `${unread.join(", ")}, whose text is unknown` };
  }
  return { expression: [...new Set(texts.flatMap(({ found }) => found))].join(" AND ") };
}

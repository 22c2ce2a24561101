import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Dependency } from "./dependency";

interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly license?: string }>>;
}

/** Every package of a `package-lock.json` with its stated licence, including packages for other operating systems. */
export function npmDependencies(root: string, lockFile: string): Dependency[] {
  const { packages } = JSON.parse(readFileSync(join(root, lockFile), "utf8")) as PackageLock;
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, { version = "", license }]) => ({
      ecosystem: "npm",
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version,
      lockFile,
      licence: license === undefined ? { unknown: "no licence" } : { expression: license },
    }));
}

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A text file by its path below the folder of DAGs. */
export interface PackageFile {
  readonly path: string;
  readonly text: string;
}

/** Caches of Python and its tools. */
const CACHES = /(^|\/)(__pycache__|\..*_cache)(\/|$)|\.pyc$/;

/**
 * Every file of the repository's `dags/`: the shared package, and the file that keeps Airflow from parsing it. Sorted
 * by path.
 */
export function readSharedPackage(folder: string): PackageFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !CACHES.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

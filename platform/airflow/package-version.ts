import { createHash } from "node:crypto";

import type { PackageFile } from "./shared-package";

/** Folder of the versions of the shared package, below the folder of DAGs. */
const VERSIONS_FOLDER = "packages";

/** Digits of a version: two contents with the same 64 bits do not occur by chance. */
const DIGITS = 16;

/** Files that `infra/workflows/load_package.py` counts. */
const COUNTED = /\.(py|json)$/;

/** Marks the lines of a DAG object that choose the package, for the difference of two previews. */
const [BEGIN, END] = ["# The shared package of this file:\n", "# End of the shared package.\n"] as const;

/** A DAG object's import of the package. */
const IMPORT = /^from analytical_platform_airflow(?:\.\w+)? import \w+\n/m;

/** One content of the shared package. */
export interface PackageVersion {
  /** Hexadecimal digits, from names and contents of the files. */
  readonly version: string;
  /** Bytes of all files. */
  readonly size: number;
  /** The package's files, in the folder of this version. */
  readonly files: readonly PackageFile[];
  /** The other files of the folder of DAGs, which have no version. */
  readonly others: readonly PackageFile[];
}

/**
 * Gives the package a folder that is named by its content. A DAG object names that folder, so it never gets files of two
 * versions, in whichever order MWAA copies them.
 */
export function packageVersion(all: readonly PackageFile[]): PackageVersion {
  const files = all.filter(({ path }) => COUNTED.test(path));
  const version = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, DIGITS);
  return {
    version,
    size: files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
    files: files.map(({ path, text }) => ({ path: `${VERSIONS_FOLDER}/${version}/${path}`, text })),
    others: all.filter(({ path }) => !COUNTED.test(path)),
  };
}

/**
 * Adds lines to a DAG object that choose a version of the package before the import.
 *
 * @param loader Text of `infra/workflows/load_package.py`.
 */
export function withPackage(dagObject: string, { version, size }: PackageVersion, loader: string): string {
  const lines = [BEGIN, loader, `\n\nuse_package(Path(__file__).parents[1], "${version}", ${size})\n`, END].join("");
  return dagObject.replace(IMPORT, (line) => `${lines}${line}`);
}

/** Takes versions out of names and DAG objects, so that a changed package is not a change of every workflow. */
export function withoutVersion(text: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  const rest = begin < 0 || end < begin ? text : text.slice(0, begin) + text.slice(end + END.length);
  return rest.replaceAll(new RegExp(`${VERSIONS_FOLDER}/[0-9a-f]{${DIGITS}}/`, "g"), "");
}

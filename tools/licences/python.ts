import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Dependency, Licence } from "./dependency";
import data from "./data/licences.json";
import { fits } from "./expression";

/** Licences of the packages in the repository's virtual environments, by `<name>==<version>` and by name. */
export type InstalledLicences = ReadonlyMap<string, Licence>;

/** Reads the metadata of every package in `.venvs`. */
export function installedLicences(root: string): InstalledLicences {
  const found = new Map<string, Licence>();
  for (const path of metadataFiles(join(root, ".venvs"))) {
    const headers = headersOf(readFileSync(path, "utf8"));
    const name = normalise(headers.get("Name")?.[0] ?? "");
    const licence = licenceOf(headers);
    found.set(name, licence).set(`${name}==${headers.get("Version")?.[0] ?? ""}`, licence);
  }
  return found;
}

function metadataFiles(venvs: string): string[] {
  const folders = (path: string): string[] =>
    existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
  return folders(venvs)
    .flatMap((venv) => folders(join(venv, "lib")))
    .flatMap((python) => folders(join(python, "site-packages")))
    .filter((path) => path.endsWith(".dist-info"))
    .map((path) => join(path, "METADATA"))
    .filter((path) => existsSync(path));
}

/**
 * Every package of a requirements file. Optional virtual environments may be missing; then another version of the package
 * provides the licence.
 */
export function pythonDependencies(text: string, lockFile: string, installed: InstalledLicences): Dependency[] {
  return [...text.matchAll(/^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)/gm)].map(([, written = "", version = ""]) => {
    const name = normalise(written);
    const licence = installed.get(`${name}==${version}`) ?? installed.get(name);
    return {
      ecosystem: "PyPI",
      name,
      version,
      lockFile,
      licence: licence ?? { unknown: "unknown, because it is not installed in .venvs; run make licences" },
    };
  });
}

/**
 * The licence in a package's metadata: `License-Expression`, otherwise a `License` that is a known identifier or name, otherwise
 * the classifiers, all of which must be allowed.
 */
export function licenceOf(headers: ReadonlyMap<string, readonly string[]>): Licence {
  const [expression] = headers.get("License-Expression") ?? [];
  if (expression !== undefined) {
    return { expression };
  }
  const names: Readonly<Record<string, string>> = data.names;
  const [stated = ""] = headers.get("License") ?? [];
  const known = fits(stated, (licence) => data.allowed.includes(licence)) ? stated : names[stated];
  if (known !== undefined) {
    return { expression: known };
  }
  const classifiers = (headers.get("Classifier") ?? [])
    .filter((classifier) => classifier.startsWith("License :: ") && classifier !== "License :: OSI Approved")
    .map((classifier) => classifier.slice(classifier.lastIndexOf(" :: ") + " :: ".length));
  const read = [...new Set(classifiers.map((classifier) => names[classifier] ?? classifier))];
  return read.length > 0 && classifiers.every((classifier) => classifier in names)
    ? { expression: read.join(" AND ") }
    : { unknown: read.join("; ") || stated.slice(0, LONGEST) || "no licence" };
}

/** Length of a licence's text in a message, in characters. */
const LONGEST = 60;

/** Headers of a METADATA file. A long licence continues in indented lines, but its first line is enough. */
export function headersOf(metadata: string): Map<string, string[]> {
  const [head = ""] = metadata.split(/\r?\n\r?\n/, 1);
  const headers = new Map<string, string[]>();
  for (const [, name = "", value = ""] of head.matchAll(/^([A-Za-z-]+): *(.*)$/gm)) {
    headers.set(name, [...(headers.get(name) ?? []), value.trim()]);
  }
  return headers;
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}

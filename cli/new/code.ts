import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { UsageError } from "../../diagnostics/usage-error";
import { ROOT } from "../../platform/root";

const TEMPLATES = join(ROOT, "runtimes/templates");

/** The languages with a template. */
export const LANGUAGES = ["python", "r"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Values in a template's files, by the word that stands for each as `$WORD$`. */
export interface CodeValues {
  /** The author's repository, as `<organisation>/<name>`. */
  readonly REPOSITORY: string;
  /** Its image's name in the registry. */
  readonly IMAGE: string;
  /** The workflow's ID. */
  readonly WORKFLOW: string;
  /** Path of the manifest's folder. */
  readonly MANIFEST: string;
  /** This repository on GitHub, whose workflows the author's call. */
  readonly PLATFORM: string;
  /** The commit of this repository that they call. */
  readonly COMMIT: string;
  /** Host of the registry. */
  readonly REGISTRY: string;
  /** AWS region of the registry. */
  readonly REGION: string;
}

/** The folder for an author's code, which must be new or empty. */
export function freeFolder(folder: string): string {
  const path = resolve(folder);
  if (existsSync(path) && readdirSync(path).length > 0) {
    throw new UsageError(`${folder} is not empty: name a new folder for the code`);
  }
  return path;
}

/** Writes a template's files into a new or empty folder. All of them appear at once, or none. */
export function writeCode(folder: string, language: Language, values: CodeValues): void {
  const path = freeFolder(folder);
  mkdirSync(dirname(path), { recursive: true });
  const fresh = mkdtempSync(join(dirname(path), `.${basename(path)}-`));
  try {
    Object.entries(codeFiles(language, values)).forEach(([name, text]) => {
      mkdirSync(dirname(join(fresh, name)), { recursive: true });
      writeFileSync(join(fresh, name), text);
    });
    rmSync(path, { recursive: true, force: true });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

/** The files of an author's repository, by path. */
function codeFiles(language: Language, values: CodeValues): Readonly<Record<string, string>> {
  const template = join(TEMPLATES, language);
  const names = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.map((name) => [name.slice(template.length + 1), filledIn(readFileSync(name, "utf8"), values)]),
  );
}

function filledIn(text: string, values: CodeValues): string {
  return text.replace(/\$([A-Z]+)\$/g, (written, word: string) =>
    word in values ? values[word as keyof CodeValues] : written,
  );
}

/** The newest commit of this repository, whose workflows the author's repository calls. */
export function currentCommit(): string {
  const { stdout, status } = spawnSync("git", ["rev-parse", "HEAD"], { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) {
    throw new UsageError(
      "the code's workflows name a commit of this repository, so run the command in a clone with git",
    );
  }
  return stdout.trim();
}

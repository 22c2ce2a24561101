import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parse } from "yaml";

import { findLockFiles } from "../../tools/lock-files";
import { ROOT } from "../../platform/root";
import { temporaryFolder } from "../support/command";

interface Update {
  readonly "package-ecosystem": string;
  readonly directory?: string;
  readonly directories?: readonly string[];
  readonly groups?: Readonly<Record<string, unknown>>;
  readonly cooldown?: unknown;
}

const TEXT = readFileSync(join(ROOT, ".github/dependabot.yml"), "utf8");
const { updates } = parse(TEXT) as { updates: Update[] };

/** Requirements of Airflow and of its Celery follow MWAA's constraints, by hand. */
const BY_HAND = ["tests/dags/requirements", "tests/outages/requirements"];

function directoriesOf(ecosystem: string): string[] {
  return updates
    .filter((update) => update["package-ecosystem"] === ecosystem)
    .flatMap(({ directory, directories = [] }) => [...(directory === undefined ? [] : [directory]), ...directories]);
}

/** Whether Dependabot's `directory`, in which `*` stands for one folder's name, is this folder. */
function covers(directory: string, folder: string): boolean {
  const pattern = directory.replace(/^\//, "").split("/");
  const path = folder === "." ? [""] : folder.split("/");
  return pattern.length === path.length && pattern.every((part, index) => part === "*" || part === path[index]);
}

/** Folders whose updates nobody would propose, in the words of a failure. */
function uncovered(files: ReturnType<typeof findLockFiles>): string[] {
  return Object.entries(files).flatMap(([ecosystem, paths]: [string, readonly string[]]) =>
    [...new Set(paths.map((path) => dirname(path)))]
      .filter((folder) => !BY_HAND.includes(folder))
      .filter((folder) => !directoriesOf(ecosystem).some((directory) => covers(directory, folder)))
      .map((folder) => `${folder}: add it to ${ecosystem} in .github/dependabot.yml`),
  );
}

test("every folder with a file that pins dependencies gets proposals", () => {
  const files = findLockFiles(ROOT);
  expect(files.npm).toContain("package-lock.json");
  expect(files.pip).toContain("tests/dags/requirements/airflow-3.0.6.txt");
  expect(files.gomod).toContain("tests/github/actionlint/go.mod");
  expect(uncovered(files)).toEqual([]);
});

test("a Dockerfile or another file in a new folder would be noticed", () => {
  const root = temporaryFolder();
  for (const path of [
    "images/python/Dockerfile",
    "images/r/base.Dockerfile",
    "tools/go.mod",
    "tools/requirements.txt",
  ]) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  expect(uncovered(findLockFiles(root))).toEqual([
    "tools: add it to pip in .github/dependabot.yml",
    "tools: add it to gomod in .github/dependabot.yml",
    "images/python: add it to docker in .github/dependabot.yml",
    "images/r: add it to docker in .github/dependabot.yml",
  ]);
});

test("actions are updated, those of the workflows and those of the repository's own actions", () => {
  const own = readdirSync(join(ROOT, ".github/actions")).map((name) => `.github/actions/${name}`);
  const directories = directoriesOf("github-actions");
  [".", ...own].forEach((folder) => {
    expect(directories.filter((directory) => covers(directory, folder))).toHaveLength(1);
  });
});

test.each(updates.map((update): [string, Update] => [update["package-ecosystem"], update]))(
  "proposals of %s are grouped, and wait until a release is a week old",
  (_ecosystem, { groups, cooldown }) => {
    expect(Object.keys(groups ?? {}).length).toBeGreaterThan(0);
    expect(cooldown).toEqual({ "default-days": 7 });
  },
);

test("every folder that is named holds something", () => {
  const files = findLockFiles(ROOT);
  const folders = [...files.npm, ...files.pip, ...files.gomod, ...files.docker].map((path) => dirname(path));
  const named = ["npm", "pip", "gomod", "docker"].flatMap(directoriesOf);
  expect(named.filter((directory) => !folders.some((folder) => covers(directory, folder)))).toEqual([]);
});

const TEXTS = readdirSync(join(ROOT, ".github"), { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.(yml|md)$/.test(path),
);

test.each(TEXTS)("%s names no page of the documentation that does not exist", (path) => {
  const text = readFileSync(join(ROOT, ".github", path), "utf8");
  const pages = text.match(/\bdocs\/[\w./-]+\.md\b/g) ?? [];
  expect(pages.filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
});

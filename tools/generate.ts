import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { npmCommand, program, startIfMain } from "../cli/command";

const command = npmCommand("generate", "Writes every generated file.")
  .option("--check", "only list files that are out of date; exit code 1 if there are any")
  .option("--organisation", "only the files with the values of platform/organisation.json, before all others");

const root = resolve(__dirname, "..");

/** Whether the file on disk has exactly this text. */
function isCurrent(path: string, text: string): boolean {
  try {
    return readFileSync(resolve(root, path), "utf8") === text;
  } catch {
    return false;
  }
}

export const main = program(command, async ({ check = false, organisation = false }) => {
  const files = organisation
    ? await (await import("./organisation-files.js")).organisationFiles(root)
    : await (await import("./generated-files.js")).generatedFiles(root);
  const stale = files.filter(({ path, text }) => !isCurrent(path, text));
  for (const { path, text } of stale) {
    if (check) {
      console.error(`${path} is out of date: run npm run generate`);
    } else {
      mkdirSync(dirname(resolve(root, path)), { recursive: true });
      writeFileSync(resolve(root, path), text);
      console.log(`wrote ${path}`);
    }
  }
  return check && stale.length > 0 ? 1 : 0;
});

startIfMain(module, main);

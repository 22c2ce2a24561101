import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { runCommand } from "../cli/arguments";
import { generatedFiles } from "./generated-files";

const root = resolve(__dirname, "..");

/** Whether the file on disk holds exactly this text. */
function isCurrent(path: string, text: string): boolean {
  try {
    return readFileSync(resolve(root, path), "utf8") === text;
  } catch {
    return false;
  }
}

/** Writes every generated file, or with `--check` only names those that are stale and exits 1. */
async function main(): Promise<number> {
  const check = process.argv.includes("--check");
  const stale = (await generatedFiles(root)).filter(({ path, text }) => !isCurrent(path, text));
  for (const { path, text } of stale) {
    if (check) {
      console.error(`${path} is stale: run npm run generate`);
    } else {
      mkdirSync(dirname(resolve(root, path)), { recursive: true });
      writeFileSync(resolve(root, path), text);
      console.log(`wrote ${path}`);
    }
  }
  return check && stale.length > 0 ? 1 : 0;
}

void runCommand(main);

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { isMap } from "../../diagnostics/is-map";
import { loadYaml } from "../../diagnostics/load-yaml";
import { PROJECT } from "../environments";
import { stackFileName } from "../names/stack-file";

/** Gives the text at a section and its keys; undefined if the file has no text there. */
export type StackTexts = (section: string, ...keys: readonly string[]) => string | undefined;

/**
 * Reads a stack file without checking it. The file may be missing or wrong: each command checks the file of its own
 * environment, and reports what is wrong there.
 */
export function readStackTexts(environment: string, folder: string): StackTexts {
  const config = configOf(resolve(folder, stackFileName(environment)));
  return (section, ...keys) => {
    const value = at(config, `${PROJECT}:${section}`, ...keys);
    return typeof value === "string" ? value : undefined;
  };
}

function configOf(path: string): unknown {
  try {
    return at(loadYaml(readFileSync(path, "utf8")).data, "config");
  } catch {
    return undefined;
  }
}

function at(data: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((value, key) => (isMap(value) ? value[key] : undefined), data);
}

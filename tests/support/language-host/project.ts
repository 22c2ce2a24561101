import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { readEnvironmentFile } from "../../../platform/config/environment-file";
import { ROOT } from "../../../platform/root";
import { loadYaml } from "../../../diagnostics/load-yaml";
import { ORGANIZATION } from "./monitor";
import { type Command, programCommand, type RuntimeOptions } from "./program-command";

/** Where the engine's services listen, and what it is about to do. */
export interface EngineAddresses {
  readonly monitor: string;
  readonly engine: string;
  readonly dryRun: boolean;
}

/** The parts of `Pulumi.yaml` that decide how a program is started. */
interface Project {
  readonly name: string;
  readonly main?: string;
  readonly runtime: {
    readonly name: string;
    readonly options?: RuntimeOptions;
  };
}

/** The command with which this repository's program is started, from `Pulumi.yaml` and `Pulumi.<stack>.yaml`. */
export function languageHostCommand(stack: string, { monitor, engine, dryRun }: EngineAddresses): Command {
  const project = loadYaml(readFileSync(resolve(ROOT, "Pulumi.yaml"), "utf8")).data as Project;
  const { programDirectory, entryPoint } = locateProgram(project.main);
  const { runtimeConfig } = readEnvironmentFile(stack);
  return programCommand({
    monitor,
    engine,
    organization: ORGANIZATION,
    project: project.name,
    rootDirectory: ROOT,
    stack,
    workingDirectory: programDirectory,
    entryPoint,
    dryRun,
    parallel: 16,
    config: runtimeConfig,
    secretKeys: [],
    options: project.runtime.options ?? {},
  });
}

/** The working directory and entry point that the engine makes of `main` (sdk/go/common/workspace, `getPwdMain`). */
function locateProgram(main: string | undefined): { programDirectory: string; entryPoint: string } {
  if (main === undefined) {
    return { programDirectory: ROOT, entryPoint: "." };
  }
  const path = join(ROOT, main);
  return statSync(path).isDirectory()
    ? { programDirectory: resolve(path), entryPoint: "." }
    : { programDirectory: dirname(path), entryPoint: basename(path) };
}

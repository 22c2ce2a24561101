import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { readStackFile } from "../../../infra/config/stack-file";
import { ROOT } from "../../../infra/root";
import { loadYaml } from "../../../workflow/load";
import { ORGANIZATION } from "./monitor";

/** Where the engine's services listen, and what it is about to do. */
export interface EngineAddresses {
  readonly monitor: string;
  readonly engine: string;
  readonly dryRun: boolean;
}

/** A child process as the language host starts it. */
export interface Command {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** The parts of `Pulumi.yaml` that decide how a program is started. */
interface Project {
  readonly name: string;
  readonly main?: string;
  readonly runtime: {
    readonly name: string;
    readonly options?: { readonly typescript?: boolean; readonly tsconfig?: string };
  };
}

/**
 * The command with which the CLI's Node.js language host starts this repository's program
 * (pulumi/pulumi sdk/nodejs/cmd/pulumi-language-nodejs/main.go, `execRuntime`), from `Pulumi.yaml` and
 * `Pulumi.<stack>.yaml`. Left out are the pipes of synchronous invokes, which current SDKs do not use, and tracing.
 */
export function languageHostCommand(stack: string, { monitor, engine, dryRun }: EngineAddresses): Command {
  const project = loadYaml(readFileSync(resolve(ROOT, "Pulumi.yaml"), "utf8")).data as Project;
  const { programDirectory, entryPoint } = locateProgram(project.main);
  const { runtimeConfig } = readStackFile(resolve(ROOT, `Pulumi.${stack}.yaml`), `Pulumi.${stack}.yaml`, stack);
  const { typescript = true, tsconfig } = project.runtime.options ?? {};
  return {
    cwd: programDirectory,
    args: [
      require.resolve("@pulumi/pulumi/cmd/run", { paths: [programDirectory] }),
      ...["--monitor", monitor],
      ...["--engine", engine],
      ...["--organization", ORGANIZATION],
      ...["--project", project.name],
      ...["--root-directory", ROOT],
      ...["--stack", stack],
      ...["--pwd", programDirectory],
      ...(dryRun ? ["--dry-run"] : []),
      ...["--parallel", "16"],
      entryPoint,
    ],
    env: {
      PULUMI_CONFIG: JSON.stringify(languageHostConfig(runtimeConfig)),
      PULUMI_CONFIG_SECRET_KEYS: "[]",
      ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
      ...(tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
    },
  };
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

/** Configuration keys in the older form that the language host still passes: `package:config:name`. */
function languageHostConfig(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(":", ":config:"), value]));
}

/** A child process as the language host starts it. */
export interface Command {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** `runtime.options` of `Pulumi.yaml` that decide how a program is started. */
export interface RuntimeOptions {
  /** Arguments of Node.js itself, with spaces between them. */
  readonly nodeargs?: string;
}

/** A program to run, as the engine names it to a language host. */
export interface ProgramRun {
  readonly monitor: string;
  readonly engine: string;
  readonly organization: string;
  readonly project: string;
  readonly rootDirectory: string;
  readonly stack: string;
  readonly workingDirectory: string;
  readonly entryPoint: string;
  readonly dryRun: boolean;
  readonly parallel: number;
  /** Values by their keys, `package:name`. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  readonly options: RuntimeOptions;
}

/**
 * The command with which the CLI's Node.js language host starts a program (pulumi/pulumi
 * sdk/nodejs/cmd/pulumi-language-nodejs/main.go, `execRuntime`). Left out are the pipes of synchronous invokes, which current
 * SDKs do not use, tracing, and TypeScript by ts-node.
 */
export function programCommand(run: ProgramRun): Command {
  const { nodeargs = "" } = run.options;
  return {
    cwd: run.workingDirectory,
    args: [
      ...nodeargs.split(" ").filter((word) => word !== ""),
      require.resolve("@pulumi/pulumi/cmd/run", { paths: [run.workingDirectory] }),
      ...["--monitor", run.monitor],
      ...["--engine", run.engine],
      ...["--organization", run.organization],
      ...["--project", run.project],
      ...["--root-directory", run.rootDirectory],
      ...["--stack", run.stack],
      ...["--pwd", run.workingDirectory],
      ...(run.dryRun ? ["--dry-run"] : []),
      ...["--parallel", String(run.parallel)],
      run.entryPoint,
    ],
    env: {
      PULUMI_CONFIG: JSON.stringify(olderKeys(run.config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.secretKeys.map(olderKey)),
    },
  };
}

/** Configuration keys in the older form that the language host still passes: `package:config:name`. */
function olderKeys(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [olderKey(key), value]));
}

function olderKey(key: string): string {
  return key.replace(":", ":config:");
}

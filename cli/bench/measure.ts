import { spawnSync } from "node:child_process";

/** What one run of a command took. */
export interface Measurement {
  readonly seconds: number;
  /** Peak memory of the process. */
  readonly megabytes: number;
  /** Resources that a preview counted. */
  readonly resources: number | undefined;
}

/** Prints the peak memory of the process that loaded it, in kilobytes, when that ends. */
const PEAK = `process.on("exit", () => process.stderr.write("peak-kilobytes " + process.resourceUsage().maxRSS + "\\n"));`;

/** Runs one of the repository's commands in a process of its own and measures it as a whole. */
export function measure(command: string, args: readonly string[]): Measurement {
  const started = performance.now();
  const hook = `data:text/javascript,${encodeURIComponent(PEAK)}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--import", hook, command, ...args],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const seconds = (performance.now() - started) / 1000;
  const peak = /peak-kilobytes (\d+)/.exec(stderr)?.[1];
  if (peak === undefined || status === null || status > 1) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${stderr}`);
  }
  const resources = /^(\d+) resources/m.exec(stdout)?.[1];
  return {
    seconds,
    megabytes: Math.round(Number(peak) / 1024),
    resources: resources === undefined ? undefined : Number(resources),
  };
}

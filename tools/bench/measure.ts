import { spawnSync } from "node:child_process";

/** What one run of a command took. */
export interface Measurement {
  readonly seconds: number;
  /** Seconds of all its threads on the processors: what other work on the machine changes least. */
  readonly processorSeconds: number;
  /** Peak memory of the process. */
  readonly megabytes: number;
  /** Resources that a preview counted. */
  readonly resources: number | undefined;
}

/** Prints what the process that loaded it used, in kilobytes and microseconds, when that ends. */
const USAGE = `process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write("peak-kilobytes " + maxRSS + " processor-microseconds " + (userCPUTime + systemCPUTime) + "\\n");
});`;

/** Runs one of the repository's commands in a process of its own and measures it as a whole. */
export function measure(command: string, args: readonly string[]): Measurement {
  const started = performance.now();
  const hook = `data:text/javascript,${encodeURIComponent(USAGE)}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--import", hook, command, ...args],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const seconds = (performance.now() - started) / 1000;
  const [, peak, processor] = /peak-kilobytes (\d+) processor-microseconds (\d+)/.exec(stderr) ?? [];
  if (peak === undefined || status === null || status > 1) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${stderr}`);
  }
  const resources = /^(\d+) resources/m.exec(stdout)?.[1];
  return {
    seconds,
    processorSeconds: Number(processor) / 1e6,
    megabytes: Math.round(Number(peak) / 1024),
    resources: resources === undefined ? undefined : Number(resources),
  };
}

import { spawnSync } from "node:child_process";

/** Time and memory of one run of a command. */
export interface Measurement {
  readonly seconds: number;
  /** Processor seconds of all its threads, which other work on the machine affects least. */
  readonly processorSeconds: number;
  /** Peak memory of the process. */
  readonly megabytes: number;
  /** Resources that a preview counted. */
  readonly resources: number | undefined;
}

/** Prints the memory and processor time of the process at its end, in kilobytes and microseconds. */
const USAGE = `process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write("peak-kilobytes " + maxRSS + " processor-microseconds " + (userCPUTime + systemCPUTime) + "\\n");
});`;

/** Runs one of the repository's commands in a separate process and measures the whole of it. */
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

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";

import { type Container, hasCarriageReturn, podName, runArguments } from "./container";
import type { Engine, Image } from "./engine";

/** Seconds between SIGTERM and SIGKILL: Kubernetes' default for a pod. */
const GRACE_SECONDS = 30;

/** Characters before a container's random end. Enough to recognise the task, and short enough for file systems. */
const LONGEST_START = 200;

const STOPPING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The result of one container. */
export interface Ended {
  readonly exitCode: number;
  readonly seconds: number;
  /** Whether a signal stopped it, so that no other task starts. */
  readonly stopped: boolean;
}

/** A new name for a task's container, which begins like the name of its pod. */
export function containerName(container: Container): string {
  return `${podName(container, LONGEST_START)}-${randomBytes(4).toString("hex")}`;
}

/**
 * Runs one container to its end. A signal to this process ends it as Airflow ends a pod: SIGTERM, and SIGKILL after 30 seconds.
 * A second signal kills it at once.
 *
 * @param secrets Variables that the engine reads from its own environment.
 */
export async function runContainer(
  container: Container,
  engine: Engine,
  image: Image,
  secrets: Readonly<Record<string, string>>,
): Promise<Ended> {
  const name = containerName(container);
  const started = Date.now();
  // The process has its own group, so that Ctrl-C in a terminal reaches it only once, from here.
  const child = spawn(engine.command, runArguments(container, engine, image, name, Object.keys(secrets)), {
    env: {
      ...process.env,
      ...Object.fromEntries(Object.entries(container.variables).filter(([, value]) => hasCarriageReturn(value))),
      ...secrets,
    },
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    spawn(engine.command, ["kill", name], { stdio: "ignore" });
  };
  const stop = (): void => {
    if (stopped) {
      kill();
      return;
    }
    stopped = true;
    console.error(
      `stopping ${container.taskId} with SIGTERM; after ${GRACE_SECONDS} seconds, or another Ctrl-C, it is killed`,
    );
    child.kill("SIGTERM");
    timer = setTimeout(kill, GRACE_SECONDS * 1000);
  };
  STOPPING_SIGNALS.forEach((signal) => process.on(signal, stop));
  try {
    const exitCode = await new Promise<number>((done, failed) => {
      child.once("error", failed);
      child.once("close", (code, signal) => {
        done(code ?? (signal === "SIGKILL" ? 137 : 143));
      });
    });
    return { exitCode, seconds: (Date.now() - started) / 1000, stopped };
  } finally {
    clearTimeout(timer);
    STOPPING_SIGNALS.forEach((signal) => process.removeListener(signal, stop));
  }
}

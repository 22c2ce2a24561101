import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";

import { type Container, hasCarriageReturn, podName, runArguments } from "./container";
import type { Engine, Image } from "./engine";

/** Seconds between SIGTERM and SIGKILL: Kubernetes' default for a pod. */
const GRACE_SECONDS = 30;

/** Characters before a container's random end. Enough to recognise the task, and short enough for file systems. */
const LONGEST_START = 200;

/** The exit code of a program that SIGTERM ended. */
const TERMINATED = 143;

const STOPPING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The result of one container. */
export interface Ended {
  readonly exitCode: number;
  readonly seconds: number;
  /** Whether a signal stopped it, so that no other task starts. */
  readonly stopped: boolean;
  /** Whether the task's timeout stopped it. The exit code is then not 0. */
  readonly timedOut: boolean;
}

/** A new name for a task's container, which begins like the name of its pod. */
export function containerName(container: Container): string {
  return `${podName(container, LONGEST_START)}-${randomBytes(4).toString("hex")}`;
}

/**
 * Runs one container to its end. A signal to this process, or the task's timeout, ends it as Airflow ends a pod: SIGTERM, and
 * SIGKILL after 30 seconds. A second signal kills it at once.
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
  const end = { stopped: false, timedOut: false };
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    spawn(engine.command, ["kill", name], { stdio: "ignore" });
  };
  const terminate = (why: string): void => {
    console.error(
      `stopping ${container.taskId}${why} with SIGTERM; after ${GRACE_SECONDS} seconds, or another Ctrl-C, it is killed`,
    );
    child.kill("SIGTERM");
    timer = setTimeout(kill, GRACE_SECONDS * 1000);
  };
  const stop = (): void => {
    const isStopping = end.stopped || end.timedOut;
    end.stopped = true;
    if (isStopping) {
      kill();
    } else {
      terminate("");
    }
  };
  const { timeout } = container.task;
  const limit =
    timeout === undefined
      ? undefined
      : setTimeout(() => {
          if (!end.stopped) {
            end.timedOut = true;
            terminate(`, which took longer than its timeout of ${timeout} seconds,`);
          }
        }, timeout * 1000);
  STOPPING_SIGNALS.forEach((signal) => process.on(signal, stop));
  try {
    const exitCode = await new Promise<number>((done, failed) => {
      child.once("error", failed);
      child.once("close", (code, signal) => {
        done(code ?? (signal === "SIGKILL" ? 137 : TERMINATED));
      });
    });
    return {
      exitCode: end.timedOut && exitCode === 0 ? TERMINATED : exitCode,
      seconds: (Date.now() - started) / 1000,
      ...end,
    };
  } finally {
    clearTimeout(limit);
    clearTimeout(timer);
    STOPPING_SIGNALS.forEach((signal) => process.removeListener(signal, stop));
  }
}

import { spawnSync } from "node:child_process";

import { oneOf } from "../../diagnostics/one-of";
import { UsageError } from "../../diagnostics/usage-error";

/** Programs that run containers and take `docker run`'s options. */
export const ENGINES = ["docker", "podman"] as const;
export type EngineName = (typeof ENGINES)[number];

export const readEngine = oneOf("engine", ENGINES);

/** An engine that answers. */
export interface Engine {
  readonly command: EngineName;
  /** Whether it takes Podman's options: a `docker` may be Podman by another name. */
  readonly isPodman: boolean;
  /** Cores of the machine, or of the virtual machine that runs containers on a Mac or on Windows. */
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** The parts of an image that decide how a pod would run it. */
export interface Image {
  readonly user: string;
  readonly architecture: string;
  /** `NAME=value` of the image's own environment. */
  readonly environment: readonly string[];
}

/** The answers of `docker info` and `podman info`. */
interface Information {
  readonly NCPU?: number;
  readonly MemTotal?: number;
  readonly ServerErrors?: readonly string[];
  readonly host?: { readonly cpus?: number; readonly memTotal?: number };
}

/**
 * Finds an engine that answers: the named one, otherwise Docker, then Podman.
 *
 * @throws UsageError with the answer of each, if none works.
 */
export function findEngine(named: EngineName | undefined): Engine {
  const complaints: string[] = [];
  for (const command of named === undefined ? ENGINES : [named]) {
    const found = ask(command);
    if (typeof found !== "string") {
      return found;
    }
    complaints.push(`${command}: ${found}`);
  }
  throw new UsageError(
    `no container engine answers; start or install Docker or Podman, or get the right to use it\n${complaints.join("\n")}`,
  );
}

function ask(command: EngineName): Engine | string {
  const { status, stdout, stderr, error } = spawnSync(command, ["info", "--format", "{{json .}}"], {
    encoding: "utf8",
    timeout: 30_000,
  });
  if (error !== undefined) {
    return "code" in error && error.code === "ENOENT" ? "not on the PATH" : error.message;
  }
  const information = parsed(stdout);
  const { NCPU: cpus = information?.host?.cpus, MemTotal: memory = information?.host?.memTotal } = information ?? {};
  if (status !== 0 || information === undefined || !cpus || !memory) {
    return [stderr.trim(), ...(information?.ServerErrors ?? [])].find((text) => text !== "") ?? "gave no information";
  }
  return { command, isPodman: information.host !== undefined, cpus, memoryBytes: memory };
}

function parsed(text: string): Information | undefined {
  try {
    return JSON.parse(text) as Information;
  } catch {
    return undefined;
  }
}

/**
 * Finds an image on this machine, or pulls it.
 *
 * @throws UsageError if neither works, with the engine's own words and how to get the image.
 */
export function findImage({ command }: Engine, name: string): Image {
  const found = inspect(command, name);
  if (found !== undefined) {
    return found;
  }
  console.error(`${name} is not on this machine; pulling it`);
  const { status, stderr } = spawnSync(command, ["pull", name], { encoding: "utf8" });
  const pulled = status === 0 ? inspect(command, name) : undefined;
  if (pulled === undefined) {
    throw new UsageError(
      `cannot pull ${name}: ${stderr.trim().split("\n").at(-1) ?? ""}\n` +
        `Log in to the registry, or build the image from your code and name it:\n` +
        `  ${command} build --tag my-code <folder with the Dockerfile>\n` +
        `  npm run local -- <path> --image my-code`,
    );
  }
  return pulled;
}

/** The parts of `docker image inspect` that we use; Podman answers in the same form. */
interface Inspected {
  readonly Architecture?: string;
  readonly Config?: { readonly User?: string; readonly Env?: readonly string[] | null };
}

function inspect(command: EngineName, name: string): Image | undefined {
  const { status, stdout } = spawnSync(command, ["image", "inspect", name], { encoding: "utf8", maxBuffer: 2 ** 26 });
  const [first] = status === 0 ? (JSON.parse(stdout) as readonly Inspected[]) : [];
  return first === undefined
    ? undefined
    : {
        user: first.Config?.User ?? "",
        architecture: first.Architecture ?? "",
        environment: first.Config?.Env ?? [],
      };
}

/**
 * Says why Kubernetes would not start an image without root, as the kubelet checks it; undefined if it would.
 *
 * Source: verifyRunAsNonRoot in https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kuberuntime/security_context.go
 */
export function rootProblem(name: string, { user }: Image): string | undefined {
  const [id = ""] = user.split(":");
  if (/^\d+$/.test(id) && Number(id) !== 0) {
    return undefined;
  }
  const found =
    id === "" || Number(id) === 0 ? "runs as root" : `names its user (${id}), and Kubernetes needs a number`;
  return `the image ${name} ${found}: the platform would not start it; end the Dockerfile with USER and a number that is not 0, such as USER 1000`;
}

import { COMPUTE_PROFILES, type ComputeProfile } from "../../platform/compute-profiles";
import type { CompiledTask, DagData } from "../../workflow/compiled";
import type { Engine, Image } from "./engine";
import { RESULT_FILE } from "./results";

/** One container, which replaces a task's pod. */
export interface Container {
  readonly dag: DagData;
  readonly task: CompiledTask;
  readonly taskId: string;
  readonly image: string;
  /** Environment of the pod, filled in. */
  readonly variables: Readonly<Record<string, string>>;
  /** Replaces the image's entry point; empty for its own. Filled in, like `args`. */
  readonly command: readonly string[];
  /** Replaces the image's arguments; empty for its own. */
  readonly args: readonly string[];
  /** The file of this machine that is the container's {@link RESULT_FILE}; undefined for none. */
  readonly resultFile?: string;
  /** Whether to give the container the machine's NVIDIA GPU. */
  readonly gpu: boolean;
}

/** Whether Podman would change a value on its command line: version 4.3 drops carriage returns there, but not in its environment. */
export function hasCarriageReturn(value: string): boolean {
  return value.includes("\r");
}

/** Longest name of a host in Linux (HOST_NAME_MAX). */
const LONGEST_HOST_NAME = 63;

const GIB = 2 ** 30;

/** Resources of a task's compute profile. */
export function profileOf(task: CompiledTask): ComputeProfile {
  const profile = COMPUTE_PROFILES.find(({ name }) => name === task.compute_profile);
  if (profile === undefined) {
    throw new Error(`no compute profile ${task.compute_profile}`);
  }
  return profile;
}

/** The start of the name of a task's pod, with at most `longest` characters. */
export function podName({ dag: { project, workflow }, taskId }: Container, longest: number): string {
  return `${project}-${workflow}-${taskId}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");
}

/**
 * The arguments that start a task's container as its pod would be started: environment, limits, and the security context of
 * `pod_security.py`. The user and the file system are the image's own in both.
 *
 * @param name Name of the container.
 * @param hidden Names of variables whose values the engine takes from its own environment, so that no command line shows them.
 */
export function runArguments(
  container: Container,
  engine: Engine,
  image: Image,
  name: string,
  hidden: readonly string[],
): string[] {
  const { dag, task, variables } = container;
  const [entrypoint, ...first] = container.command;
  const { cpu, memoryGiB } = profileOf(task);
  return [
    "run",
    "--rm",
    ...["--name", name, "--hostname", podName(container, LONGEST_HOST_NAME)],
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    // Docker refuses a limit above the machine's cores.
    ...["--cpus", String(Math.min(cpu, engine.cpus))],
    ...["--memory", `${memoryGiB}g`, "--memory-swap", `${memoryGiB}g`],
    // Kubernetes sets no limit on processes; containerd gives a pod 64 MiB of /dev/shm.
    ...["--pids-limit", "-1", "--shm-size", "64m"],
    ...gpuArguments(container, engine),
    // z: with SELinux, a container may write only files with its label.
    ...(container.resultFile === undefined ? [] : ["--volume", `${container.resultFile}:${RESULT_FILE}:z`]),
    ...(task.hmcts_sdp_networking ? dag.host_aliases : []).flatMap(({ ip, hostnames }) =>
      hostnames.flatMap((host) => ["--add-host", `${host}:${ip}`]),
    ),
    ...(engine.isPodman ? withoutPodmansOwn(variables, image) : []),
    ...Object.entries(variables).flatMap(([variable, value]) => [
      "--env",
      hasCarriageReturn(value) ? variable : `${variable}=${value}`,
    ]),
    ...hidden.flatMap((variable) => ["--env", variable]),
    // Both engines then leave out the image's arguments, as Kubernetes does.
    ...(entrypoint === undefined ? [] : ["--entrypoint", entrypoint]),
    container.image,
    ...first,
    ...container.args,
  ];
}

function gpuArguments({ task, gpu }: Container, { isPodman }: Engine): string[] {
  const { gpus } = profileOf(task);
  if (!gpu || gpus === 0) {
    return [];
  }
  // https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/cdi-support.html
  return isPodman ? ["--device", "nvidia.com/gpu=all"] : ["--gpus", String(gpus)];
}

/** Podman sets variables that no pod has: `container`, `TERM`, and its caller's proxies. */
function withoutPodmansOwn(variables: Readonly<Record<string, string>>, { environment }: Image): string[] {
  const own = ["container", "TERM"].filter(
    (name) => !(name in variables) && !environment.some((entry) => entry.startsWith(`${name}=`)),
  );
  return ["--http-proxy=false", ...own.flatMap((name) => ["--unsetenv", name])];
}

/** A task and its image, as `differences` compares them with a pod. */
export interface TaskOnMachine extends Pick<Container, "dag" | "task" | "taskId" | "gpu"> {
  readonly image: Image;
  /** Name of the image. */
  readonly imageName: string;
}

/** Lists what the container lacks compared with its pod, and what no laptop can show; the last two lines are always present. */
export function differences(task: TaskOnMachine, engine: Engine, aws: string | undefined): string[] {
  const { cpu, memoryGiB, gpus } = profileOf(task.task);
  const has = Math.floor(engine.memoryBytes / GIB);
  const less = [
    ...(cpu > engine.cpus ? [`${engine.cpus} of its ${cpu} cores`] : []),
    ...(memoryGiB > has ? [`some ${has} GiB of its ${memoryGiB} GiB of memory`] : []),
    ...(gpus > 0 && !task.gpu ? ["no GPU (write --gpu if this machine has one)"] : []),
  ];
  return [
    ...(less.length > 0 ? [`${task.taskId}: here the task has ${less.join(", ")}`] : []),
    ...(task.image.architecture === "amd64"
      ? []
      : [`${task.imageName} is for ${task.image.architecture}; the platform's nodes need --platform linux/amd64`]),
    `Not shown here: the role ${task.dag.service_account_name} (${aws === undefined ? "no AWS credentials" : `instead, credentials of ${aws}`}),`,
    "the platform's network and its policies, the node, retries and notifications.",
  ];
}

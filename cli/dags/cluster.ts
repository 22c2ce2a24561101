import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

import { parse } from "yaml";

import { ROOT } from "../../platform/root";
import { messageOf } from "../../diagnostics/message-of";
import { suggestion } from "../../diagnostics/suggestion";
import { UsageError } from "../../diagnostics/usage-error";

/** Where the pods run: a cluster that a kubeconfig names, or the local control plane of tests/cluster. */
export type Cluster = { readonly kind: "local" } | { readonly kind: "given"; readonly kubeconfig: KubeconfigFile };

/** A kubeconfig for Airflow. */
export interface KubeconfigFile {
  readonly file: string;
  /** Its content with another context; absent if the file can be used unchanged. */
  readonly text: string | undefined;
}

/** The parts of a kubeconfig that the choice of a context needs. */
interface Kubeconfig {
  readonly contexts?: readonly { readonly name: string }[];
  readonly clusters?: readonly { readonly cluster?: Record<string, unknown> }[];
  readonly users?: readonly { readonly user?: Record<string, unknown> }[];
}

/** Keys whose values are paths, relative to the folder of the kubeconfig. */
const PATHS = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

const HOW_TO = `write --kubeconfig FILE [--context NAME] for your own cluster, or build the local control plane with make cluster-build`;

/** Finds the cluster that the options name. */
export function chooseCluster(options: {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}): Cluster {
  if (options.kubeconfig === undefined && options.context === undefined) {
    if (!existsSync(resolve(ROOT, ".cache/cluster/bin/kube-apiserver"))) {
      throw new UsageError(`there is no cluster to run in; ${HOW_TO}`);
    }
    return { kind: "local" };
  }
  const file = resolve(options.kubeconfig ?? defaultKubeconfig());
  if (!existsSync(file)) {
    throw new UsageError(`there is no kubeconfig ${file}; ${HOW_TO}`);
  }
  const text = options.context === undefined ? undefined : withContext(file, options.context);
  return { kind: "given", kubeconfig: { file, text } };
}

function defaultKubeconfig(): string {
  const variable = process.env["KUBECONFIG"] ?? "";
  if (variable.includes(delimiter)) {
    throw new UsageError(`KUBECONFIG names several files; name one of them: --kubeconfig FILE`);
  }
  return variable === "" ? join(homedir(), ".kube", "config") : variable;
}

/** The kubeconfig with another current context and absolute paths, so that it works in another folder. */
function withContext(file: string, context: string): string {
  const config = readKubeconfig(file);
  const known = (config.contexts ?? []).map(({ name }) => name);
  if (!known.includes(context)) {
    const advice = suggestion(context, known, `it has ${known.join(", ") || "none"}`);
    throw new UsageError(`${file} has no context ${context}; ${advice}`);
  }
  const absolute = (settings: Record<string, unknown> = {}): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        key,
        PATHS.includes(key) && typeof value === "string" ? resolve(dirname(file), value) : value,
      ]),
    );
  return JSON.stringify({
    ...config,
    clusters: (config.clusters ?? []).map((entry) => ({ ...entry, cluster: absolute(entry.cluster) })),
    users: (config.users ?? []).map((entry) => ({ ...entry, user: absolute(entry.user) })),
    "current-context": context,
  });
}

function readKubeconfig(file: string): Kubeconfig {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (caught) {
    throw new UsageError(`${file} is not a kubeconfig: ${messageOf(caught)}`);
  }
  if (typeof content !== "object" || content === null || !("contexts" in content)) {
    throw new UsageError(`${file} is not a kubeconfig: it has no contexts`);
  }
  return content as Kubeconfig;
}

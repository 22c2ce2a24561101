import { isDeepStrictEqual } from "node:util";

import type { Properties } from "../../support/wire";
import { replacingInputs } from "../../../platform/resource-types/resource-types";

/** Inputs that name a resource where it exists. */
const NAMES = ["name", "bucket", "key"];

const KUBERNETES_PROVIDER = "pulumi:providers:kubernetes";

/** Inputs among the changed ones that only a new resource can have. */
export function replacesOf(type: string, olds: Properties, news: Properties, changed: readonly string[]): string[] {
  if (type === KUBERNETES_PROVIDER) {
    return replacesOfProvider(olds, news, changed);
  }
  if (type.startsWith("kubernetes:")) {
    return changed.filter((key) => key === "metadata" && !isDeepStrictEqual(identity(olds), identity(news)));
  }
  const forcing = replacingInputs(type)?.always ?? NAMES;
  const within = (properties: Properties, path: string): unknown =>
    path.split(".").reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], properties);
  return changed.filter((key) =>
    forcing.some((path) => path.split(".")[0] === key && !isDeepStrictEqual(within(olds, path), within(news, path))),
  );
}

/** Name and namespace, which identify an object of a cluster. */
function identity(inputs: Properties): unknown {
  const { name, namespace } = (inputs["metadata"] ?? {}) as Properties;
  return { name, namespace };
}

/**
 * How the Kubernetes provider recognises a different cluster: by its identifier if it has one, or else by the cluster's entry in
 * the kubeconfig. Adding or removing the identifier changes nothing by itself (DiffConfig in
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go).
 */
function replacesOfProvider(olds: Properties, news: Properties, changed: readonly string[]): string[] {
  const before = olds["clusterIdentifier"];
  const now = news["clusterIdentifier"];
  if (before !== undefined && before === now) {
    return [];
  }
  const sameEntry = isDeepStrictEqual(clusterEntries(olds), clusterEntries(news));
  return changed.filter(
    (key) =>
      (key === "clusterIdentifier" && before !== undefined && now !== undefined) ||
      (key === "kubeconfig" && !sameEntry),
  );
}

/** Clusters of a kubeconfig of this program, which has one. A kubeconfig that is not known yet is unlike any other. */
function clusterEntries({ kubeconfig }: Properties): unknown {
  try {
    return (JSON.parse(String(kubeconfig)) as { clusters: unknown }).clusters;
  } catch {
    return undefined;
  }
}

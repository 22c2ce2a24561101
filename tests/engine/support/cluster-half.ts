import type { Cluster, ClusterObject, ObjectName } from "./cluster";
import type { Deployments } from "./deployments";

/** The objects in the cluster that the state has, without Helm's releases. */
export async function objectsInState(deployments: Deployments): Promise<ObjectName[]> {
  const { deployment } = JSON.parse(await deployments.succeed("npx pulumi stack export --stack development")) as {
    deployment: { resources: { type: string; outputs?: ObjectName }[] };
  };
  return deployment.resources
    .filter(({ type }) => type.startsWith("kubernetes:") && type !== "kubernetes:helm.sh/v3:Release")
    .map(({ outputs }) => outputs as ObjectName);
}

/** UID of each object in the state, by kind and name; `missing` if the cluster lacks it. */
export async function identities(deployments: Deployments, cluster: Cluster): Promise<Record<string, string>> {
  const found = (await objectsInState(deployments)).map(async (object): Promise<[string, string]> => {
    const { kind, metadata } = object;
    const live = await cluster.find(object);
    return [`${kind} ${metadata.namespace ?? ""}/${metadata.name}`, live?.metadata.uid ?? "missing"];
  });
  return Object.fromEntries(await Promise.all(found));
}

/** The Secrets of revisions that Helm has begun and not finished, as the guide's `kubectl` lists them. */
export async function halfUpgraded(cluster: Cluster): Promise<ClusterObject[]> {
  const found = await cluster.list("/api/v1/secrets?labelSelector=owner%3Dhelm,status%3Dpending-upgrade");
  // Objects of a list have no kind.
  return found.map(({ metadata }) => ({ apiVersion: "v1", kind: "Secret", metadata }));
}

/** Revisions of each Helm release with their status, oldest first, as Helm records them in Secrets. */
export async function releases(cluster: Cluster): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { metadata } of await cluster.list("/api/v1/secrets?labelSelector=owner%3Dhelm")) {
    const { name = "", version = "", status = "" } = metadata.labels ?? {};
    (found[name] ??= []).push(`${version} ${status}`);
  }
  return found;
}

/**
 * Acts as EKS, if it gave the same API server another address and its certificates another authority: the old one, twice in the
 * file.
 */
export function renewAccess({ cloud }: Deployments, { access }: Cluster): void {
  const authority = Buffer.from(access.certificateAuthority, "base64").toString();
  for (const existing of cloud.ofType("aws:eks/cluster:Cluster")) {
    const renewed = {
      endpoint: access.server.replace("127.0.0.1", "localhost"),
      certificateAuthority: { data: Buffer.from(authority + authority).toString("base64") },
    };
    cloud.put({ ...existing, state: { ...existing.state, ...renewed } });
  }
}

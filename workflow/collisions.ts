import { derivedProject, type Environment } from "../platform/environment";
import { type Identity, workflowId } from "./identity";

/**
 * Two workflows of one environment whose derived names are equal. `later` comes after `earlier` in the list of
 * manifests.
 */
export interface Collision<T> {
  readonly later: T;
  readonly earlier: T;
  readonly message: string;
}

/**
 * Finds workflows with the same derived name, for example `a-b`/`c` and `a`/`b-c`. They would share a role, a service
 * account and a Kubernetes Secret, so each could read the other's data.
 */
export function findCollisions<T extends { readonly identity: Identity; readonly file: string }>(
  manifests: readonly T[],
  environment: Environment,
): Collision<T>[] {
  const owners = new Map<string, T>();
  const collisions: Collision<T>[] = [];
  for (const later of manifests) {
    const shared = `${derivedProject(environment, later.identity.project)}-${later.identity.workflow}`;
    const earlier = owners.get(shared);
    if (earlier === undefined) {
      owners.set(shared, later);
    } else {
      const message = `${workflowId(later.identity)} and ${workflowId(earlier.identity)} (${earlier.file}) would share the name ${shared}, and so a role, a service account and secrets; rename one of the folders`;
      collisions.push({ later, earlier, message });
    }
  }
  return collisions;
}

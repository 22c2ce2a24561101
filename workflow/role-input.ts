import { derivedProject, type Environment } from "../platform/environment";
import type { RoleInput } from "./iam/identity";
import type { Identity } from "./identity";
import type { Manifest } from "./normalise";

/** What a workflow's role is compiled from. */
export function roleInput(identity: Identity, manifest: Manifest, environment: Environment): RoleInput {
  return {
    environment: environment.name,
    project: derivedProject(environment, identity.project),
    projectFolder: identity.project,
    workflow: identity.workflow,
    iam: manifest.iam ?? {},
    secretIds: manifest.secrets ?? [],
    settings: environment.settings,
  };
}

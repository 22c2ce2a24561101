import { derivedProject, type Environment } from "../platform/environment";
import type { RoleInput } from "./iam/identity";
import { isSwitchedOn } from "./iam/configured";
import type { Identity } from "./identity";
import type { Manifest } from "./normalise";

/** Collects the input of a workflow's role. */
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

/** Whether `compatibility.pythonValues` lists the workflow. */
export function usesPythonValues(role: RoleInput): boolean {
  return isSwitchedOn(role, "pythonValues");
}

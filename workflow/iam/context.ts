import type { WorkflowSettings } from "../../platform/workflow-settings";
import type { IamKeys } from "./keys";
import type { IdentityStatement } from "../../platform/iam/statement";

/** One workflow's identity, as its role is compiled from it. */
export interface RoleInput {
  readonly environment: string;
  /** Project as it stands in derived names (its alias where it has one). */
  readonly project: string;
  /** Project as the folder is called: what configuration names workflows by. */
  readonly projectFolder: string;
  readonly workflow: string;
  readonly iam: IamKeys;
  /** Ids of the manifest's `secrets`. */
  readonly secretIds: readonly string[];
  readonly settings: WorkflowSettings;
}

/** What one key of `iam` grants: a pure function, empty where the key is absent. */
export type PermissionFamily = (input: RoleInput) => IdentityStatement[];

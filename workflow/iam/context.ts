import type { WorkflowSettings } from "../../platform/workflow-settings";
import type { IamKeys } from "./keys";
import type { IdentityStatement } from "../../platform/iam/statement";

/** The input from which a workflow's role is compiled. */
export interface RoleInput {
  readonly environment: string;
  /** The project in derived names: its alias if it has one, otherwise its folder's name. */
  readonly project: string;
  /** Name of the project's folder. The configuration uses it to name workflows. */
  readonly projectFolder: string;
  readonly workflow: string;
  readonly iam: IamKeys;
  /** Ids of the manifest's `secrets`. */
  readonly secretIds: readonly string[];
  readonly settings: WorkflowSettings;
}

/** Compiles the grants of one key of `iam`; gives an empty list if the key is absent. */
export type PermissionFamily = (input: RoleInput) => IdentityStatement[];

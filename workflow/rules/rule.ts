import type { Environment } from "../../platform/environment";
import type { RoleInput } from "../iam/identity";
import type { Identity } from "../identity";
import type { Manifest } from "../normalise";
import type { Finding } from "../../diagnostics/problem";

/** What a rule may look at besides the manifest. */
export interface RuleContext {
  readonly identity: Identity;
  readonly environment: Environment;
  /** What the workflow's role is compiled from. */
  readonly role: RoleInput;
  /** The text of the file. */
  readonly text: string;
  /** The text of a scalar as it stands in the file. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
}

/** One thing that a schema cannot say. Pure; sees only manifests that the schema accepts. */
export type Rule = (manifest: Manifest, context: RuleContext) => Finding[];

/** An error at a path. */
export function error(code: string, path: Finding["path"], message: string): Finding {
  return { severity: "error", code, path, message };
}

/** A warning at a path. */
export function warning(code: string, path: Finding["path"], message: string): Finding {
  return { severity: "warning", code, path, message };
}

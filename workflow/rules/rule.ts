import type { Environment } from "../../platform/environment";
import type { RoleInput } from "../iam/identity";
import type { Identity } from "../identity";
import type { Manifest } from "../normalise";
import type { Finding } from "../../diagnostics/problem";

export { error, warning } from "../../diagnostics/finding";

/** The facts beside the manifest that a rule may use. */
export interface RuleContext {
  readonly identity: Identity;
  readonly environment: Environment;
  /** Input of the workflow's role. */
  readonly role: RoleInput;
  /** The whole text of the file. */
  readonly text: string;
  /** The text of a scalar as the file spells it; undefined if the path has no scalar. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
  /** Whether the file writes a scalar without quotes. */
  readonly isPlain: (path: readonly (string | number)[]) => boolean;
}

/** A check that a schema cannot express. Pure. Gets only manifests with the structure of the schema. */
export type Rule = (manifest: Manifest, context: RuleContext) => Finding[];

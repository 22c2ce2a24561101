import type { Json, Registration } from "../offline/registration";
import type { PolicyStatement } from "../../platform/iam/policy-document";

/** The action on one resource. */
export type Action = "add" | "change" | "replace" | "delete";

/** Whether a change creates a new resource in place of the old one; `unknown` if only the provider can tell. */
export type Replacement = "yes" | "no" | "unknown";

/** One input that differs. Without `before` it is new; without `after` it is removed. */
export interface PropertyChange {
  /** Keys from the input to the value, e.g. `scalingConfig.maxSize`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly replaces: Replacement;
  /** For a policy document: the statements added and removed. */
  readonly statements?: StatementsChange;
}

/** Statements of a policy that only one side has, unchanged. */
export interface StatementsChange {
  readonly added: readonly PolicyStatement[];
  readonly removed: readonly PolicyStatement[];
}

/** One resource that the change adds, changes, replaces or deletes. */
export interface ResourceChange {
  readonly action: Action;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN before, if an alias shows that this is the same resource. */
  readonly renamedFrom?: string;
  readonly replacement: Replacement;
  /** Empty for a resource that is added or deleted. */
  readonly properties: readonly PropertyChange[];
  /** Whether `pulumi up` refuses to delete it. */
  readonly protect: boolean;
  /** Whether it stays in its account after it is removed from the stack. */
  readonly retainOnDelete: boolean;
  /** Number of resources that depend on it, also through others. If it is replaced, they may be replaced as well. */
  readonly dependents: number;
  /** Inputs after the change; of a deleted resource, before it. */
  readonly inputs: Registration["inputs"];
}

/** The meaning of a change, in words; a sentence that begins with `**` is a loss or a risk. */
export type Sentence = string;

/** The effect of the change on one workflow. */
export interface WorkflowDifference {
  /** `<project>/<workflow>`. */
  readonly id: string;
  readonly kind: "added" | "changed" | "deleted" | "moved";
  /** The former ID of a workflow that moved. */
  readonly from?: string;
  /** Losses, permanent or temporary: secrets, the role, the history. */
  readonly losses: readonly Sentence[];
  readonly sentences: readonly Sentence[];
  readonly resources: readonly ResourceChange[];
}

/** The effect of the change on a layer that all workflows share. */
export interface LayerDifference {
  /** `network`, `cluster`, `airflow`, `workflows`, or `stack` for resources outside them. */
  readonly layer: string;
  readonly sentences: readonly Sentence[];
  readonly resources: readonly ResourceChange[];
}

/** Numbers of resources, without components, which have no counterpart in an account. */
export interface Totals {
  readonly added: number;
  readonly changed: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly unchanged: number;
}

/** The source of one side. */
export interface BaseDescription {
  /** As the user named it. */
  readonly ref: string;
  /** Commit of the comparison, and whether it is the merge base of head and the ref, not the ref itself. */
  readonly commit: string;
  readonly isMergeBase: boolean;
}

/** All effects of a change on one stack. */
export interface Difference {
  readonly stack: string;
  readonly base: BaseDescription;
  /** The summary: the parts that change and the parts that do not, in one sentence. */
  readonly summary: Sentence;
  readonly totals: Totals;
  /** Parts that could not be compared, with the reason. */
  readonly notes: readonly Sentence[];
  readonly workflows: readonly WorkflowDifference[];
  readonly layers: readonly LayerDifference[];
}

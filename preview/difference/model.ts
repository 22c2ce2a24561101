import type { Json, Registration } from "../offline/registration";
import type { PolicyStatement } from "../../platform/iam/policy-document";

/** What happens to one resource. */
export type Action = "add" | "change" | "replace" | "delete";

/** Whether a change makes a new resource in place of the old one; `unknown` where nothing offline can tell. */
export type Replacement = "yes" | "no" | "unknown";

/** One input that differs. Absent `before`: it is new; absent `after`: it is gone. */
export interface PropertyChange {
  /** Keys from the input to the value, e.g. `scalingConfig.maxSize`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly replaces: Replacement;
  /** Where the value is a policy document: the statements that came and went. */
  readonly statements?: StatementsChange;
}

/** Statements of a policy that only one side has, each as it stands in its document. */
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
  /** URN before, where an alias says that this is the same resource. */
  readonly renamedFrom?: string;
  readonly replacement: Replacement;
  /** Empty for a resource that is added or deleted. */
  readonly properties: readonly PropertyChange[];
  /** Whether `pulumi up` refuses to delete it. */
  readonly protect: boolean;
  /** Whether it stays in its account when it is deleted from the stack. */
  readonly retainOnDelete: boolean;
  /** Resources that depend on it, through others too: where it is replaced, they may be as well. */
  readonly dependents: number;
  /** Inputs after the change; of a deleted resource, before it. */
  readonly inputs: Registration["inputs"];
}

/** What a change means, in words; a sentence that begins with `**` is a loss or a risk. */
export type Sentence = string;

/** What the change does to one workflow. */
export interface WorkflowDifference {
  /** `<project>/<workflow>`. */
  readonly id: string;
  readonly kind: "added" | "changed" | "deleted" | "moved";
  /** Where it was before, for one that moved. */
  readonly from?: string;
  /** What is lost for good or for a time: secrets, the role, the history. */
  readonly losses: readonly Sentence[];
  readonly sentences: readonly Sentence[];
  readonly resources: readonly ResourceChange[];
}

/** What the change does to what all workflows share. */
export interface LayerDifference {
  /** `network`, `cluster`, `airflow`, `workflows`, or `stack` for what stands in none. */
  readonly layer: string;
  readonly sentences: readonly Sentence[];
  readonly resources: readonly ResourceChange[];
}

/** Numbers of resources; components, which stand for nothing in an account, are not counted. */
export interface Totals {
  readonly added: number;
  readonly changed: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly unchanged: number;
}

/** What one side was run from. */
export interface BaseDescription {
  /** As the user named it. */
  readonly ref: string;
  /** Commit that was compared with, and whether it is where head left the ref rather than the ref itself. */
  readonly commit: string;
  readonly isMergeBase: boolean;
}

/** Everything that a change does to one stack. */
export interface Difference {
  readonly stack: string;
  readonly base: BaseDescription;
  /** What is touched and what is not, in one sentence. */
  readonly summary: Sentence;
  readonly totals: Totals;
  /** What could not be compared, and why. */
  readonly notes: readonly Sentence[];
  readonly workflows: readonly WorkflowDifference[];
  readonly layers: readonly LayerDifference[];
}

import { inWords } from "./permissions";
import type { LayerDifference, Sentence, WorkflowDifference } from "./model";

/** Workflows that a sentence names before it counts them. */
const NAMED = 3;

/** What is touched, and what is not, in one sentence. */
export function summarise(
  stack: string,
  workflows: readonly WorkflowDifference[],
  layers: readonly LayerDifference[],
): Sentence {
  const platform = layers.filter(({ layer }) => layer !== "stack").map(({ layer }) => layer);
  const shared =
    layers.length === 0 ? "" : platform.length === 0 ? "the stack's providers" : `the shared ${inWords(platform)}`;
  if (workflows.length === 0) {
    return shared === ""
      ? `Nothing changes in ${stack}.`
      : `**Only ${shared} of ${stack} ${platform.length > 1 || platform.length === 0 ? "change" : "changes"}**; no workflow does.`;
  }
  const touched =
    workflows.length === 1 ? `the workflow ${named(workflows)}` : `${workflows.length} workflows (${named(workflows)})`;
  const verb = verbOf(workflows);
  return shared === ""
    ? `**Only ${touched} ${verb}**; nothing else changes in ${stack}.`
    : `**${touched[0]?.toUpperCase() ?? ""}${touched.slice(1)} ${verb}, and so does ${shared}** of ${stack}.`;
}

function named(workflows: readonly WorkflowDifference[]): string {
  const names = workflows.slice(0, NAMED).map(({ id }) => `\`${id}\``);
  const rest = workflows.length - names.length;
  return rest > 0 ? `${names.join(", ")} and ${rest} more` : inWords(names);
}

function verbOf(workflows: readonly WorkflowDifference[]): string {
  const kinds = new Set(workflows.map(({ kind }) => kind));
  const [kind] = kinds;
  const one = workflows.length === 1;
  if (kinds.size > 1 || kind === undefined || kind === "changed") {
    return one ? "changes" : "change";
  }
  return {
    added: one ? "is added" : "are added",
    deleted: one ? "is deleted" : "are deleted",
    moved: one ? "moves" : "move",
  }[kind];
}

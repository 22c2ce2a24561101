import { inWords } from "./permissions";
import type { LayerDifference, Sentence, WorkflowDifference } from "./model";
import { someNames } from "./type-words";

/** The parts that change and the parts that do not, in one sentence. */
export function summarise(
  stack: string,
  workflows: readonly WorkflowDifference[],
  layers: readonly LayerDifference[],
): Sentence {
  const shared = `what all workflows share (${inWords(layers.map(({ layer }) => (layer === "stack" ? "providers" : layer)))})`;
  if (workflows.length === 0) {
    return layers.length === 0
      ? `Nothing changes in ${stack}.`
      : `**Only ${shared} changes in ${stack}**; no workflow does.`;
  }
  const names = someNames(workflows.map(({ id }) => id));
  const [only, also] =
    workflows.length === 1
      ? [`Only the workflow ${names}`, `The workflow ${names}`]
      : [`Only ${workflows.length} workflows (${names})`, `${workflows.length} workflows (${names})`];
  return layers.length === 0
    ? `**${only} ${verbOf(workflows)}**; nothing else changes in ${stack}.`
    : `**${also} ${verbOf(workflows)}, and ${shared} changes as well** in ${stack}.`;
}

function verbOf(workflows: readonly WorkflowDifference[]): string {
  const kinds = new Set(workflows.map(({ kind }) => kind));
  const [kind] = kinds;
  const one = workflows.length === 1;
  if (kinds.size > 1 || kind === undefined || kind === "changed") {
    return one ? "changes" : "change";
  }
  const verbs = { added: ["is added", "are added"], deleted: ["is deleted", "are deleted"], moved: ["moves", "move"] };
  return verbs[kind][one ? 0 : 1] ?? kind;
}

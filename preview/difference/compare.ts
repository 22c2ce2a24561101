import { groupBy } from "../../diagnostics/group-by";
import { lossesOf } from "./losses";
import type {
  BaseDescription,
  Difference,
  LayerDifference,
  ResourceChange,
  Sentence,
  Totals,
  WorkflowDifference,
} from "./model";
import { findMoves } from "./moves";
import { type Owner, ownersOf } from "./owners";
import { platformSentences } from "./platform-words";
import { compareResources } from "./resources";
import { compareRoles, rightsOf } from "./roles";
import type { DescribedWorkflow, Side } from "./side";
import { summarise } from "./summary";
import { describeWorkflow, newSecrets, workflowSentences } from "./workflow-words";

/** Layers in order: each builds on the ones before it. */
const LAYERS: readonly string[] = ["network", "cluster", "airflow", "workflows", "delivery"];

/** Compares the resources that two programs would make for a stack. Pure: it reads only its arguments. */
export function compareSides(stack: string, base: BaseDescription, before: Side, after: Side): Difference {
  const unreadable = { before: leftOut(before), after: leftOut(after) };
  const owners = { before: ownersOf(before), after: ownersOf(after) };
  const comparable = before.resources.filter(({ urn }) => !isOf(owners.before(urn), unreadable.after));
  const { changes, unchanged } = compareResources(comparable, after.resources);
  const owned = changes.map((change) => ({
    change,
    owner: (change.action === "delete" ? owners.before : owners.after)(change.urn),
  }));
  const rights = rightsByOwner(before, after, owners.after);

  const byWorkflow = groupBy(
    owned.filter(({ owner }) => "workflow" in owner),
    ({ owner }) => ("workflow" in owner ? owner.workflow : ""),
  );
  const workflows = workflowDifferences({
    before,
    after,
    changes: new Map([...byWorkflow].map(([id, group]) => [id, group.map(({ change }) => change)])),
    rights: (id) => rights.filter(({ owner }) => isOf(owner, [id])).flatMap(({ sentences }) => sentences),
    unreadable: unreadable.before,
  });
  const layers = layerDifferences(
    owned.flatMap(({ change, owner }) => ("layer" in owner ? [{ change, layer: owner.layer }] : [])),
    rights.flatMap(({ owner, name, sentences }) => ("layer" in owner ? [{ layer: owner.layer, name, sentences }] : [])),
  );
  const totals = count(changes, unchanged);
  return {
    stack,
    base,
    summary: summarise(stack, workflows, layers),
    totals,
    notes: notes(before, unreadable),
    workflows,
    layers,
  };
}

/** Workflows whose manifest has errors; the side's program left them out. */
function leftOut({ workflows, manifests }: Side): string[] {
  const known = new Set((workflows ?? []).map(({ id }) => id));
  return workflows === undefined ? [] : [...manifests.keys()].filter((id) => !known.has(id));
}

function isOf(owner: Owner, workflows: readonly string[]): boolean {
  return "workflow" in owner && workflows.includes(owner.workflow);
}

function rightsByOwner(
  before: Side,
  after: Side,
  ownerOf: (urn: string) => Owner,
): { owner: Owner; name: string; sentences: readonly Sentence[] }[] {
  const urns = new Map(
    after.resources
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map(({ urn, name, inputs }) => [typeof inputs["name"] === "string" ? inputs["name"] : name, urn]),
  );
  return compareRoles(before.resources, after.resources).map(({ name, sentences }) => ({
    owner: ownerOf(urns.get(name) ?? ""),
    name,
    sentences,
  }));
}

interface WorkflowChanges {
  readonly before: Side;
  readonly after: Side;
  readonly changes: ReadonlyMap<string, readonly ResourceChange[]>;
  readonly rights: (id: string) => readonly Sentence[];
  /** Workflows whose manifest had errors before. */
  readonly unreadable: readonly string[];
}

function workflowDifferences({ before, after, changes, rights, unreadable }: WorkflowChanges): WorkflowDifference[] {
  const [earlier, later] = [byId(before), byId(after)];
  const gone = [...earlier.keys()].filter((id) => !later.has(id) && changes.has(id));
  const fresh = [...later.keys()].filter((id) => !earlier.has(id) && !unreadable.includes(id));
  const texts = (ids: readonly string[], { manifests }: Side): Map<string, string> =>
    new Map(ids.map((id) => [id, manifests.get(id) ?? ""]));
  const moves = findMoves(texts(gone, before), texts(fresh, after));
  const moved = new Set(moves.map(({ from }) => from));

  return [...new Set([...changes.keys(), ...later.keys()])]
    .filter((id) => !moved.has(id))
    .sort()
    .flatMap((id): WorkflowDifference[] => {
      const resources = changes.get(id) ?? [];
      const from = moves.find(({ to }) => to === id)?.from;
      const [was, is] = [earlier.get(from ?? id), later.get(id)];
      if (from !== undefined && was !== undefined && is !== undefined) {
        const removed = changes.get(from) ?? [];
        const all = [...removed, ...resources];
        return [{ id, kind: "moved", from, losses: lossesOf(all), sentences: moveSentences(was, is), resources: all }];
      }
      const losses = lossesOf(resources);
      if (is === undefined) {
        return resources.length === 0 ? [] : [{ id, kind: kindOf(resources), losses, sentences: [], resources }];
      }
      if (was === undefined) {
        const sentences = before.workflows === undefined ? [...rights(id)] : describe(is, after);
        return resources.length === 0 ? [] : [{ id, kind: kindOf(resources), losses, sentences, resources }];
      }
      const sentences = [...rights(id), ...workflowSentences(was, is)];
      return resources.length === 0 && sentences.length === 0
        ? []
        : [{ id, kind: "changed", losses, sentences, resources }];
    });
}

function byId({ workflows }: Side): Map<string, DescribedWorkflow> {
  return new Map((workflows ?? []).map((workflow) => [workflow.id, workflow]));
}

function kindOf(resources: readonly ResourceChange[]): WorkflowDifference["kind"] {
  const actions = new Set(resources.map(({ action }) => action));
  return actions.size > 1 ? "changed" : actions.has("add") ? "added" : actions.has("delete") ? "deleted" : "changed";
}

function describe(workflow: DescribedWorkflow, { resources }: Side): Sentence[] {
  return [...describeWorkflow(workflow), ...rightsOf(workflow.role, resources)];
}

function moveSentences(was: DescribedWorkflow, is: DescribedWorkflow): Sentence[] {
  return [
    `**To AWS and Airflow this is a new workflow, and the old one goes**: DAG \`${was.dag.dag_id}\` → \`${is.dag.dag_id}\`, without the history`,
    ...new Set([...workflowSentences(was, is).filter((sentence) => !sentence.startsWith("`tags.")), ...newSecrets(is)]),
  ];
}

function layerDifferences(
  owned: readonly { change: ResourceChange; layer: string }[],
  rights: readonly { layer: string; name: string; sentences: readonly Sentence[] }[],
): LayerDifference[] {
  const names = [...new Set([...owned, ...rights].map(({ layer }) => layer))];
  return names
    .sort((a, b) => position(a) - position(b) || (a < b ? -1 : 1))
    .map((layer) => {
      const resources = owned.filter((one) => one.layer === layer).map(({ change }) => change);
      const roles = rights.filter((one) => one.layer === layer);
      return {
        layer,
        sentences: boldFirst([
          ...platformSentences(resources),
          ...roles.flatMap(({ name, sentences }) => sentences.map((sentence) => `role \`${name}\` ${sentence}`)),
        ]),
        resources,
      };
    });
}

function boldFirst(sentences: readonly Sentence[]): Sentence[] {
  const isBold = (sentence: Sentence): boolean => sentence.includes("**");
  return [...sentences.filter(isBold), ...sentences.filter((sentence) => !isBold(sentence))];
}

function position(layer: string): number {
  return LAYERS.includes(layer) ? LAYERS.indexOf(layer) : LAYERS.length;
}

function count(changes: readonly ResourceChange[], unchanged: number): Totals {
  const of = (action: ResourceChange["action"]): number => changes.filter((change) => change.action === action).length;
  return { added: of("add"), changed: of("change"), replaced: of("replace"), deleted: of("delete"), unchanged };
}

function notes(before: Side, unreadable: { before: readonly string[]; after: readonly string[] }): Sentence[] {
  return [
    ...(before.workflows === undefined
      ? ["The base's program is older than this comparison: workflows are compared by their resources alone."]
      : []),
    ...unreadable.after.map(
      (id) => `**\`${id}\` is not compared: its manifest has errors**, and nothing would be deployed.`,
    ),
    ...unreadable.before
      .filter((id) => !unreadable.after.includes(id))
      .map((id) => `The manifest of \`${id}\` had errors in the base, so there is nothing to compare it with.`),
  ];
}

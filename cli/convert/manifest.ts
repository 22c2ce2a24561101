import { type Document, isMap, parseDocument } from "yaml";

import type { Problem } from "../../diagnostics/problem";
import { EXAMPLE, leastManifest } from "../new/manifest";
import { runsOf } from "./dag";
import { dagKeysOf } from "./dag-keys";
import type { DagFacts, Place } from "./facts";
import { notificationsOf } from "./notifications";
import { secretsOf } from "./secrets";
import { tasksOf, type Tools, type WorkflowFacts } from "./tasks";

/** The manifest beside a DAG in Python, as the present platform has it. */
export interface PresentManifest {
  /** Undefined without such a file. */
  readonly text: string | undefined;
  readonly file: string;
}

/** Keys of `dag` that the present platform reads beside a DAG in Python. */
const READ_BESIDE_PYTHON = ["repository", "tag", "python_dag"];

/** The document of the manifest beside the DAG, or of the shortest manifest. */
export function presentDocument({ text, file }: PresentManifest): Document {
  return parseDocument(text ?? leastManifest(file, EXAMPLE));
}

/** The document's text. A long command stays on its line. */
export function writeDocument(document: Document): string {
  return document.toString({ lineWidth: 0 });
}

/** Writes the DAG's facts into the document of the manifest beside it. Other keys and comments stay. */
export function fillManifest(document: Document, dag: DagFacts, workflow: WorkflowFacts, tools: Tools): void {
  const { notes, texts } = tools;
  const beside = isMap(document.get("dag"))
    ? (document.get("dag") as { toJSON(): Record<string, unknown> }).toJSON()
    : {};
  const without = Object.keys(beside).filter((key) => !READ_BESIDE_PYTHON.includes(key));
  if (without.length > 0) {
    notes.changed(dag.place, `${without.join(", ")} under dag in workflow.yml had no effect beside a DAG in Python`);
  }
  if (dag.id !== `${workflow.project}.${workflow.workflow}`) {
    notes.changed(dag.place, `the DAG's id was ${dag.id}; it is ${workflow.project}.${workflow.workflow} here`);
  }
  const tasks = dagKeysOf(tasksOf(dag.tasks, workflow, tools));
  const { params = {}, ...runs } = runsOf(dag, tools);
  // A template that names a parameter of the trigger needs the parameter declared.
  const declared = Object.fromEntries(
    [...texts.parameters].filter((name) => !(name in params)).map((name) => [name, ""]),
  );
  const parameters = { ...params, ...declared };
  const { repository, tag } = beside;
  document.set(
    "dag",
    document.createNode({
      repository,
      tag,
      ...runs,
      ...(Object.keys(parameters).length === 0 ? {} : { params: parameters }),
      ...tasks,
    }),
  );
  fillOthers(document, dag, workflow, tools);
}

function fillOthers(document: Document, dag: DagFacts, workflow: WorkflowFacts, tools: Tools): void {
  const manifest = document.toJSON() as { secrets?: string[] | null; notifications?: object | null };
  const secrets = secretsOf(dag, manifest.secrets ?? [], workflow, tools);
  if (secrets.length > (manifest.secrets ?? []).length) {
    document.set("secrets", secrets);
  }
  const notifications = notificationsOf(dag, tools);
  if (manifest.notifications && Object.keys(manifest.notifications).length > 0) {
    tools.notes.changed(dag.place, "notifications in workflow.yml had no effect beside a DAG in Python; now they have");
  }
  if (Object.keys(notifications).length > 0) {
    document.set("notifications", document.createNode({ ...manifest.notifications, ...notifications }));
  }
}

/**
 * Takes out what the checks refuse, each with a note, until they accept the rest. Gives the errors that the manifest beside
 * the DAG had already.
 */
export function pruneRefused(
  document: Document,
  check: (text: string) => readonly Problem[],
  dag: DagFacts,
  { notes }: Tools,
): readonly Problem[] {
  for (;;) {
    const errors = check(writeDocument(document)).filter(({ severity }) => severity === "error");
    const [first] = errors.filter(({ path }) => isTakenFromDag(path));
    if (first === undefined) {
      return errors;
    }
    const path = first.path[0] === "notifications" ? first.path : beforeIndex(first.path);
    notes.leftOut(placeOf(path, dag), `${path.join(".")}: ${first.message}`);
    if (!document.deleteIn(path)) {
      return errors;
    }
  }
}

function isTakenFromDag(path: Problem["path"]): boolean {
  const [section, key] = path;
  return (
    (section === "dag" && key !== undefined && key !== "repository" && key !== "tag") || section === "notifications"
  );
}

/** Without one of its words, a command would be another command. */
function beforeIndex(path: Problem["path"]): Problem["path"] {
  const index = path.findIndex((part) => typeof part === "number");
  return index === -1 ? path : path.slice(0, index);
}

function placeOf([, key, task]: Problem["path"], dag: DagFacts): Place {
  return (key === "tasks" ? dag.tasks.find(({ id }) => id === task)?.place : undefined) ?? dag.place;
}

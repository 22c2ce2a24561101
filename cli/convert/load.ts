import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { UsageError } from "../../diagnostics/usage-error";
import { isObject, type Keywords, type LoadedFile, type Mark, type TaskFacts, type Value } from "./facts";
import { MARK, markText } from "./mark-texts";

/** The values that the present platform writes in place of `PLACEHOLDER_<NAME>`. */
export type Placeholders = Readonly<
  Record<"REPOSITORY_NAME" | "REPOSITORY_TAG" | "PROJECT" | "WORKFLOW" | "ENVIRONMENT" | "OWNER", string>
>;

/** A file that was read at two moments. Values that differ between them have a mark. */
export interface ReadFile extends LoadedFile {
  /** Tasks that only one of the readings found. */
  readonly sometimes: readonly TaskFacts[];
}

/** Two moments that differ in every field: a value that depends on the clock differs too. */
const MOMENTS = ["2026-03-04T05:06:07+00:00", "2027-10-21T17:38:49+00:00"] as const;

const SECONDS = 60;

/**
 * Reads a DAG in Python, in a process of its own that has no network, no environment and little time and memory.
 *
 * @throws UsageError without Python 3.11, or if the process ends without a result.
 */
export function loadDag(file: string, placeholders: Placeholders): ReadFile {
  const before = separateNetwork();
  const [first, second] = MOMENTS.map((moment) => readAt(moment, file, placeholders, before)) as [
    LoadedFile,
    LoadedFile,
  ];
  return markDifferences(first, second);
}

/** @param before words before the command. */
function readAt(moment: string, file: string, placeholders: Placeholders, before: readonly string[]): LoadedFile {
  const read = ["python3", "-I", "-S", "-B", join(__dirname, "python/load_dag.py"), file, moment];
  const [command = "", ...words]: readonly string[] = [...before, ...read];
  const { stdout, stderr, status, signal, error } = spawnSync(command, words, {
    input: JSON.stringify(placeholders),
    encoding: "utf8",
    // Only the way to the interpreter: no credentials, and no settings of an Airflow.
    env: { PATH: process.env["PATH"] },
    timeout: SECONDS * 1000,
    killSignal: "SIGKILL",
    maxBuffer: 2 ** 26,
  });
  const code = error !== undefined && "code" in error ? error.code : undefined;
  if (code === "ENOENT") {
    throw new UsageError("there is no python3; install Python 3.11 or later, which reads the DAG");
  }
  const result = status === 0 ? resultIn(stdout) : undefined;
  if (result === undefined) {
    const why = REASONS[String(code)] ?? (status === 0 ? "it ended early" : endOf(stderr, signal));
    throw new UsageError(
      `${file} could not be read: ${why}. It has ${SECONDS} seconds and 1 GiB of memory; move what it does when it is read into a task`,
    );
  }
  return result;
}

/** Reasons for which Node.js stops the process. */
const REASONS: Readonly<Record<string, string>> = {
  ETIMEDOUT: `it ran for longer than ${SECONDS} seconds`,
  ENOBUFS: "it has more than 64 MiB of output or tasks",
};

/** The result of the reader; undefined if the DAG ended the process before, or printed in its place. */
function resultIn(stdout: string): LoadedFile | undefined {
  try {
    const result = JSON.parse(stdout) as Partial<LoadedFile> | null;
    return Array.isArray(result?.dags) ? (result as LoadedFile) : undefined;
  } catch {
    return undefined;
  }
}

function endOf(stderr: string, signal: string | null): string {
  const line = stderr.trim().split("\n").at(-1) ?? "";
  return signal === null ? line.slice(0, 300) : `it was stopped by ${signal}`;
}

/** Words before a command that give it a network without anything in it, if the kernel lets this user make one. */
function separateNetwork(): readonly string[] {
  const options = ["--user", "--map-root-user", "--net"];
  return spawnSync("unshare", [...options, "true"], { stdio: "ignore" }).status === 0 ? ["unshare", ...options] : [];
}

/** Puts a mark in place of each value that differs between two readings at different times. */
function markDifferences(first: LoadedFile, second: LoadedFile): ReadFile {
  const marks: Mark[] = [...first.marks];
  const sometimes: TaskFacts[] = [];
  const dags = first.dags.map((dag, index) => {
    const own = new Map(dag.tasks.map((task) => [task.id, task]));
    const others = new Map(second.dags[index]?.tasks.map((task) => [task.id, task]));
    sometimes.push(
      ...dag.tasks.filter(({ id }) => !others.has(id)),
      ...[...others.values()].filter(({ id }) => !own.has(id)),
    );
    return { ...dag, tasks: dag.tasks.map((task) => marked(task, others.get(task.id), marks)) };
  });
  return { ...first, dags, marks, sometimes };
}

function marked(task: TaskFacts, other: TaskFacts | undefined, marks: Mark[]): TaskFacts {
  if (other === undefined) {
    return task;
  }
  const compare = (value: Value, theirs: Value | undefined): Value => {
    if (withoutMarks(value) === withoutMarks(theirs ?? null)) {
      return value;
    }
    if (isObject(value) && "map" in value && isObject(theirs) && "map" in theirs) {
      const map = new Map(theirs.map);
      return { map: value.map.map(([key, one]) => [key, compare(one, map.get(key))] as const) };
    }
    marks.push({ what: "a value that differs from one reading to the next", place: task.place, template: null });
    return markText(marks.length - 1);
  };
  const keywords: Keywords = Object.fromEntries(
    Object.entries(task.keywords).map(([key, value]) => [key, compare(value, other.keywords[key])]),
  );
  return { ...task, keywords };
}

/** The numbers of marks differ if one reading made more of them. */
function withoutMarks(value: Value): string {
  return JSON.stringify(value).replaceAll(MARK, "\ue000");
}

/** The result of reading a DAG, as `python/load_dag.py` prints it. */
export interface LoadedFile {
  /** The error that stopped the file; null if it was read to its end. */
  readonly fault: { readonly message: string; readonly place: Place } | null;
  readonly dags: readonly DagFacts[];
  /** Calls that the file makes when it is read, and that a manifest cannot make. */
  readonly uses: readonly Mark[];
  /** The values behind the marks in texts, by number. */
  readonly marks: readonly Mark[];
}

/** A line of the author's own files. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A value that is only known later; `template` if a manifest can compute it when the task runs. */
export interface Mark {
  readonly what: string;
  readonly place: Place;
  readonly template: string | null;
}

export interface DagFacts {
  readonly id: string;
  readonly place: Place;
  readonly keywords: Keywords;
  readonly tasks: readonly TaskFacts[];
}

export interface TaskFacts {
  readonly id: string;
  /** Name of the operator's class. */
  readonly operator: string;
  readonly place: Place;
  /** Tasks that run before this one. */
  readonly upstream: readonly string[];
  /** Arguments, with the DAG's `default_args`. */
  readonly keywords: Keywords;
  /** Choice of a branch. */
  readonly choice?: Choice;
  /** Tasks whose results the task's own function reads. */
  readonly reads?: readonly string[];
}

/** A part of the result of a task: the keys below it. */
export interface ResultPart {
  readonly task: string;
  readonly keys: readonly string[];
}

/** A comparison of a result with a constant, and its answer. */
export interface Comparison extends ResultPart {
  readonly value: unknown;
  readonly holds: boolean;
}

/**
 * The function of a branch: each way through it, with the tasks that it chooses or whether the run goes on; or the result that
 * names the task; or why it cannot be followed.
 */
export type Choice =
  | {
      readonly ways: readonly {
        readonly comparisons: readonly Comparison[];
        readonly chosen: readonly string[] | boolean;
      }[];
    }
  | { readonly named_by: ResultPart }
  | { readonly problem: string };

export type Keywords = Readonly<Record<string, Value>>;

/** A value of the DAG. Objects have one key, which names them. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly seconds: number }
  | { readonly date: string; readonly derived: string | null }
  | { readonly call: Call }
  | { readonly map: readonly (readonly [string, Value])[] }
  | { readonly unknown: string };

/** A call of Airflow or Kubernetes, such as a secret or a notifier. */
export interface Call {
  readonly name: string;
  readonly arguments: readonly Value[];
  readonly keywords: Value;
  readonly place: Place;
}

/** The operator with which the present platform runs a pod. */
export const PLATFORM_OPERATOR = "AnalyticalPlatformStandardOperator";

/** The value as a map; empty if it is something else. */
export function mapOf(value: Value | undefined): ReadonlyMap<string, Value> {
  return new Map(isObject(value) && "map" in value ? value.map : []);
}

/** The value as a list: one value is a list of one, and nothing an empty list. */
export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

/** The value's call, if it is one. */
export function callOf(value: Value | undefined): Call | undefined {
  return isObject(value) && "call" in value ? value.call : undefined;
}

/** Whole seconds of a duration or a number; undefined for anything else. */
export function secondsOf(value: Value | undefined): number | undefined {
  const seconds = isObject(value) && "seconds" in value ? value.seconds : value;
  return typeof seconds === "number" ? Math.round(seconds) : undefined;
}

/** The value as a text; objects as the text of their mark, or their name. */
export function textOf(value: Value | undefined): string {
  if (typeof value === "object" && value !== null) {
    return isObject(value) && "unknown" in value ? value.unknown : JSON.stringify(value);
  }
  return String(value ?? "");
}

export function isObject(value: Value | undefined): value is Exclude<Value & object, readonly Value[]> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

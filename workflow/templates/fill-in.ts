import { asDate, type Json, pythonStr, type Value } from "./python-text";
import { added, type Moment } from "./moment";
import { STEP_FUNCTIONS } from "./step-functions";
import type { EnvironmentValue, Expression, ResultField, Source } from "./value";

/** The facts of one run of one task. */
export interface Run {
  readonly logicalDate: Moment;
  readonly dataIntervalStart: Moment;
  readonly dataIntervalEnd: Moment;
  readonly runId: string;
  readonly dagId: string;
  readonly taskId: string;
  /** 1 for the first try. */
  readonly tryNumber: number;
  readonly params: Readonly<Record<string, Json>>;
  /** Texts of the fields of results, by task. */
  readonly results?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Bytes of `NAME=value`. Linux starts no program with a longer one (MAX_ARG_STRLEN in include/uapi/linux/binfmts.h). */
export const LONGEST_VARIABLE = 128 * 1024 - 1;

type Fact = (run: Run) => Value;

const logicalDate: Fact = (run) => asDate(run.logicalDate);

/** The logical date, moved by some days. */
function daysLater(days: number): Fact {
  return (run) => asDate(added(run.logicalDate, { days }));
}

/** A date as texts, in the forms that are the names of steps. */
function textsOf(date: Fact, forms: readonly string[], prefix = ""): Record<string, Fact> {
  return Object.fromEntries(forms.map((form) => [`${prefix}${form}`, (run: Run) => step(form, date(run))]));
}

const DAY_FORMS = ["ds", "ds_nodash"];

/** Name to value of the facts, as in the shared package's `template_facts.py`. */
const FACTS: Readonly<Record<string, Fact>> = {
  logical_date: logicalDate,
  data_interval_start: (run) => asDate(run.dataIntervalStart),
  data_interval_end: (run) => asDate(run.dataIntervalEnd),
  ...textsOf(logicalDate, [...DAY_FORMS, "ts", "ts_nodash", "ts_nodash_with_tz"]),
  run_id: (run) => run.runId,
  task_id: (run) => run.taskId,
  dag_id: (run) => run.dagId,
  try_number: (run) => run.tryNumber,
  // In Airflow 2, a run that a person starts has its own date as the next and the previous one
  // (https://github.com/apache/airflow/blob/2.10.3/airflow/models/taskinstance.py, get_next_execution_date).
  execution_date: logicalDate,
  next_execution_date: logicalDate,
  prev_execution_date: logicalDate,
  ...textsOf(logicalDate, DAY_FORMS, "next_"),
  ...textsOf(logicalDate, DAY_FORMS, "prev_"),
  ...textsOf(daysLater(1), DAY_FORMS, "tomorrow_"),
  ...textsOf(daysLater(-1), DAY_FORMS, "yesterday_"),
};

/**
 * Fills in a value of an environment variable, as the shared package does in Airflow.
 *
 * @throws Error if a parameter or a result is missing, or the text is longer than {@link LONGEST_VARIABLE}.
 */
export function fillIn(value: EnvironmentValue, run: Run): string {
  const text =
    typeof value === "string"
      ? value
      : value.pieces.map((piece) => (typeof piece === "string" ? piece : pythonStr(evaluate(piece, run)))).join("");
  if (text.includes("\0")) {
    throw new Error("NUL cannot be part of an environment variable");
  }
  return short(text);
}

function evaluate(expression: Expression, run: Run): Value {
  const start = sourceOf(expression, run);
  return (expression.steps ?? []).reduce<Value>((value, [name, ...args]) => {
    const result = step(name, value, ...args);
    return typeof result === "string" ? short(result) : result;
  }, start);
}

function sourceOf(source: Source, run: Run): Value {
  if ("result" in source) {
    return result(source, run);
  }
  return "param" in source ? parameter(source.param, run) : fact(source.fact, run);
}

function short(text: string): string {
  if (Buffer.byteLength(text) > LONGEST_VARIABLE) {
    throw new Error(`more than the ${LONGEST_VARIABLE} bytes that a variable can have`);
  }
  return text;
}

function step(name: string, value: Value, ...args: Parameters<(typeof STEP_FUNCTIONS)[string]>[1][]): Value {
  const work = STEP_FUNCTIONS[name];
  if (work === undefined) {
    throw new Error(`there is no step ${name}`);
  }
  return work(value, ...args);
}

function fact(name: string, run: Run): Value {
  const find = FACTS[name];
  if (find === undefined) {
    throw new Error(`there is no fact ${name}`);
  }
  return find(run);
}

function result({ result: task, field }: ResultField, { results = {} }: Run): string {
  const text = Object.hasOwn(results, task) ? results[task]?.[field] : undefined;
  if (text === undefined) {
    throw new Error(`task ${task} has no result in this run: it failed, was skipped, or has not run`);
  }
  return text;
}

function parameter(name: string, { params }: Run): Value {
  if (!Object.hasOwn(params, name)) {
    throw new Error(`the run has no parameter ${name}`);
  }
  return params[name] ?? null;
}

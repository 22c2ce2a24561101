import { asDate, type Json, pythonStr, type Value } from "./python-text";
import { added, type Moment } from "./moment";
import { STEP_FUNCTIONS } from "./step-functions";
import type { EnvironmentValue, Expression } from "./value";

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
}

/** Bytes of `NAME=value`. Linux starts no program with a longer one (MAX_ARG_STRLEN in include/uapi/linux/binfmts.h). */
export const LONGEST_VARIABLE = 128 * 1024 - 1;

/** Name to value of the facts, as in the shared package's `template_facts.py`. */
const FACTS: Readonly<Record<string, (run: Run) => Value>> = {
  logical_date: (run) => asDate(run.logicalDate),
  data_interval_start: (run) => asDate(run.dataIntervalStart),
  data_interval_end: (run) => asDate(run.dataIntervalEnd),
  ...Object.fromEntries(
    ["ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz"].map((name) => [
      name,
      (run: Run) => step(name, asDate(run.logicalDate)),
    ]),
  ),
  run_id: (run) => run.runId,
  task_id: (run) => run.taskId,
  dag_id: (run) => run.dagId,
  try_number: (run) => run.tryNumber,
  // Airflow 2 gives a run that a person starts its own date for the next and the one before
  // (https://github.com/apache/airflow/blob/2.10.3/airflow/models/taskinstance.py, get_next_execution_date).
  ...ofAirflow2("execution_date", 0),
  ...ofAirflow2("next_execution_date", 0),
  ...ofAirflow2("prev_execution_date", 0),
  ...daysOfAirflow2("next", 0),
  ...daysOfAirflow2("prev", 0),
  ...daysOfAirflow2("tomorrow", 1),
  ...daysOfAirflow2("yesterday", -1),
};

function ofAirflow2(name: string, days: number): Record<string, (run: Run) => Value> {
  return { [name]: (run) => asDate(days === 0 ? run.logicalDate : added(run.logicalDate, { days })) };
}

function daysOfAirflow2(name: string, days: number): Record<string, (run: Run) => Value> {
  const date = ofAirflow2(name, days)[name];
  return Object.fromEntries(
    ["ds", "ds_nodash"].map((form) => [`${name}_${form}`, (run: Run) => step(form, date?.(run) ?? null)]),
  );
}

/**
 * Fills in a value of an environment variable, as the shared package does in Airflow.
 *
 * @throws Error if a parameter is missing, or the text is longer than {@link LONGEST_VARIABLE}.
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
  const start = "param" in expression ? parameter(expression.param, run) : fact(expression.fact, run);
  return (expression.steps ?? []).reduce<Value>((value, [name, ...args]) => {
    const result = step(name, value, ...args);
    return typeof result === "string" ? short(result) : result;
  }, start);
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

function parameter(name: string, { params }: Run): Value {
  if (!Object.hasOwn(params, name)) {
    throw new Error(`the run has no parameter ${name}`);
  }
  return params[name] ?? null;
}

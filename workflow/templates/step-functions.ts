import { formatDate, isoFormat } from "./format-date";
import { added, dayOf, type Day, type Moment, momentAt, moved, readDay, utcOf, withFields, type Zone } from "./moment";
import { asDate, isDate, jsonText, pythonStr, type Value } from "./python-text";
import type { StepArgument } from "./value";

type StepFunction = (value: Value, ...args: readonly StepArgument[]) => Value;

/** Spaces around a text that Python's `str.strip` removes (https://docs.python.org/3.11/library/stdtypes.html#str.isspace). */
const SPACES_AROUND = /^(?:(?!\ufeff)[\s\u0085])+|(?:(?!\ufeff)[\s\u0085])+$/g;

/**
 * The work of each step, in the way of the shared package's `template_steps.py`. The tests compare both on thousands of
 * templates.
 */
export const STEP_FUNCTIONS: Readonly<Record<string, StepFunction>> = {
  ds: ofDate((date) => formatDate(date, "%Y-%m-%d")),
  ds_nodash: ofDate((date) => formatDate(date, "%Y%m%d")),
  ts: ofDate((date) => isoFormat(date)),
  ts_nodash: ofDate((date) => formatDate(date, "%Y%m%dT%H%M%S")),
  ts_nodash_with_tz: ofDate((date) => isoFormat(date).replace(/[-:]/g, "")),
  int: wholeNumber,
  as_text: (value) =>
    value === null ? "" : typeof value === "string" || isDate(value) ? pythonStr(value) : jsonText(value),
  string: pythonStr,
  lower: (value) => pythonStr(value).toLowerCase(),
  upper: (value) => pythonStr(value).toUpperCase(),
  trim: (value) => pythonStr(value).replace(SPACES_AROUND, ""),
  replace: (value, old, replacement) => replaced(pythonStr(value), textOf(old), textOf(replacement)),
  strftime: ofDate((date, format) => formatDate(date, textOf(format))),
  isoformat: ofDate((date) => isoFormat(date)),
  date: ofMoment((moment) => asDate(dayOf(moment))),
  to_date_string: ofDate((date) => formatDate(date, "%Y-%m-%d")),
  in_timezone: ofMoment((moment, zone) => asDate(momentAt(utcOf(moment), moment.micros, zone as Zone))),
  plus: ofDate((date, seconds) => asDate(moved(date, Number(seconds)))),
  minus: ofDate((date, seconds) => asDate(minus(date, Number(seconds)))),
  add: ofMoment((moment, amounts) => asDate(added(moment, amounts as Readonly<Record<string, number>>))),
  set: ofMoment((moment, fields) => asDate(withFields(moment, fields as Readonly<Record<string, number>>))),
  ds_add: (value, days) => formatDate(moved(readDay(pythonStr(value)), Number(days) * 86_400), "%Y-%m-%d"),
  ds_format: (value, format) => formatDate(readDay(pythonStr(value)), textOf(format)),
  year: ofDate(({ clock }) => new Date(clock).getUTCFullYear()),
  month: ofDate(({ clock }) => new Date(clock).getUTCMonth() + 1),
  day: ofDate(({ clock }) => new Date(clock).getUTCDate()),
  hour: ofDate(({ clock }) => new Date(clock).getUTCHours()),
  minute: ofDate(({ clock }) => new Date(clock).getUTCMinutes()),
  second: ofDate(({ clock }) => new Date(clock).getUTCSeconds()),
  int_timestamp: ofMoment((moment) => Math.floor(utcOf(moment) / 1000)),
};

/** Python subtracts from a day the whole days of the seconds, and rounds those down. */
function minus(date: Moment | Day, seconds: number): Moment | Day {
  return date.kind === "day" ? moved(date, -Math.floor(seconds / 86_400) * 86_400) : moved(date, -seconds);
}

function ofDate(work: (date: Moment | Day, argument: StepArgument | undefined) => Value): StepFunction {
  return (value, argument) => {
    if (!isDate(value)) {
      throw new Error(`${pythonStr(value)} is not a date`);
    }
    return work(value, argument);
  };
}

function ofMoment(work: (moment: Moment, argument: StepArgument | undefined) => Value): StepFunction {
  return ofDate((date, argument) => {
    if (date.kind === "day") {
      throw new Error(`${isoFormat(date)} has no time`);
    }
    return work(date, argument);
  });
}

function textOf(argument: StepArgument | undefined): string {
  if (typeof argument !== "string") {
    throw new Error(`${JSON.stringify(argument)} is not text`);
  }
  return argument;
}

function replaced(text: string, old: string, replacement: string): string {
  return old === "" ? ["", ...Array.from(text), ""].join(replacement) : text.split(old).join(replacement);
}

const WHOLE = /^[+-]?\d+(?:_\d+)*$/;
const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;

/** A whole number as Jinja's filter `int` reads it: `"42.7"` is 42, and other texts are 0. */
function wholeNumber(value: Value): bigint {
  if (typeof value === "bigint" || typeof value === "boolean") {
    return BigInt(value);
  }
  if (typeof value === "number") {
    return BigInt(Math.trunc(value));
  }
  const text = typeof value === "string" ? value.replace(SPACES_AROUND, "") : "";
  if (WHOLE.test(text)) {
    const digits = BigInt(text.replace(/[_+-]/g, ""));
    return text.startsWith("-") ? -digits : digits;
  }
  const number = DECIMAL.test(text) ? Number(text.replaceAll("_", "")) : 0;
  return Number.isFinite(number) ? BigInt(Math.trunc(number)) : 0n;
}

import { ALL_UNITS, readAmounts } from "./amounts";
import type { Type } from "./facts";
import { TemplateFault } from "./fault";
import type { Argument } from "./grammar";
import { checkFormat } from "./strftime";
import type { StepArgument } from "./value";

/** A step that a template may apply to a value. */
export interface StepRule {
  /** Name in the DAG object; the shared package applies the step by this name. */
  readonly name: string;
  /** An example of the text after the value. */
  readonly example: string;
  /** Types of value that the step accepts. */
  readonly on: readonly Type[];
  readonly gives: Type;
  readonly description: string;
  /** Reads the arguments. `called` is the author's spelling of the step, for messages. */
  readonly read: (args: readonly Argument[], called: string, at: number) => readonly StepArgument[];
}

const DATES: readonly Type[] = ["date", "day"];
const SCALARS: readonly Type[] = ["text", "number", "anything"];
const ALL: readonly Type[] = [...DATES, ...SCALARS];

/** Filters, written after `|`: Airflow's own, the platform's `as_text`, and simple ones of Jinja. */
export const FILTERS: ReadonlyMap<string, StepRule> = byName([
  step("ds", "| ds", DATES, "text", "as `2025-03-04`"),
  step("ds_nodash", "| ds_nodash", DATES, "text", "as `20250304`"),
  step("ts", "| ts", ["date"], "text", "as `2025-03-04T05:06:07+00:00`"),
  step("ts_nodash", "| ts_nodash", ["date"], "text", "as `20250304T050607`"),
  step("ts_nodash_with_tz", "| ts_nodash_with_tz", ["date"], "text", "as `20250304T050607+0000`"),
  step("int", "| int", SCALARS, "number", "a whole number; 0 for any other text"),
  step("as_text", "| as_text", SCALARS, "text", "as `PARAM_<NAME>` has it: `true`, not `True`"),
  step("string", "| string", ALL, "text", "as text"),
  step("lower", "| lower", ALL, "text", "in small letters"),
  step("upper", "| upper", ALL, "text", "in capital letters"),
  step("trim", "| trim", ALL, "text", "without spaces at both ends"),
  step("replace", "| replace('-', '')", ALL, "text", "with one text in place of another", twoTexts),
]);

/** Methods of dates and of text, written after `.` and with brackets. */
export const METHODS: ReadonlyMap<string, readonly StepRule[]> = new Map([
  ["strftime", [step("strftime", ".strftime('%Y-%m-%d')", DATES, "text", "in a format of your own", format)]],
  ["isoformat", [step("isoformat", ".isoformat()", DATES, "text", "as `2025-03-04T05:06:07+00:00`")]],
  ["date", [step("date", ".date()", ["date"], "day", "the day alone")]],
  ["to_date_string", [step("to_date_string", ".to_date_string()", DATES, "text", "as `2025-03-04`")]],
  ["in_timezone", [step("in_timezone", ".in_timezone('Europe/London')", ["date"], "date", "in local time", zone)]],
  ["add", [step("add", ".add(months=1)", ["date"], "date", "later", (...all) => [amounts(...all)])]],
  [
    "subtract",
    [step("add", ".subtract(months=1)", ["date"], "date", "earlier", (...all) => [negated(amounts(...all))])],
  ],
  [
    "replace",
    [
      step("set", ".replace(day=1)", ["date"], "date", "with another day, hour, minute or second", fields),
      step("replace", ".replace('-', '')", ["text"], "text", "with one text in place of another", twoTexts),
    ],
  ],
  ["lower", [step("lower", ".lower()", ["text"], "text", "in small letters")]],
  ["upper", [step("upper", ".upper()", ["text"], "text", "in capital letters")]],
  ["strip", [step("trim", ".strip()", ["text"], "text", "without spaces at both ends")]],
]);

/** Parts of a date, written after `.` and without brackets. */
export const ATTRIBUTES: ReadonlyMap<string, StepRule> = byName([
  ...["year", "month", "day"].map((name) => step(name, `.${name}`, DATES, "number", `its ${name}`)),
  ...["hour", "minute", "second"].map((name) => step(name, `.${name}`, ["date"], "number", `its ${name}`)),
  step("int_timestamp", ".int_timestamp", ["date"], "number", "seconds since 1970"),
]);

/** Names in the DAG object of steps that authors write as a sum or a macro. */
const OTHERS = ["plus", "minus", "ds_add", "ds_format"];

/** The names of all steps in DAG objects. */
export const STEPS: readonly string[] = [
  ...new Set([
    ...[...FILTERS.values(), ...ATTRIBUTES.values(), ...[...METHODS.values()].flat()].map(({ name }) => name),
    ...OTHERS,
  ]),
];

function step(
  name: string,
  example: string,
  on: readonly Type[],
  gives: Type,
  description: string,
  read: StepRule["read"] = none,
): StepRule {
  return { name, example, on, gives, description, read };
}

function byName(steps: readonly StepRule[]): ReadonlyMap<string, StepRule> {
  return new Map(steps.map((one) => [one.name, one]));
}

function none(args: readonly Argument[], called: string): readonly StepArgument[] {
  const [first] = args;
  if (first !== undefined) {
    throw new TemplateFault("template-argument", first.at, `${called} takes no arguments; leave its brackets empty`);
  }
  return [];
}

function texts(args: readonly Argument[], wanted: number, called: string, at: number, example: string): string[] {
  const found = args.flatMap(({ name, value }) => (name === undefined && value.kind === "text" ? [value.text] : []));
  if (found.length !== wanted || args.length !== wanted) {
    throw new TemplateFault("template-argument", args[0]?.at ?? at, `${called} takes ${example}`);
  }
  return found;
}

function twoTexts(args: readonly Argument[], called: string, at: number): readonly StepArgument[] {
  return texts(args, 2, called, at, "two texts in quotes: replace('-', '')");
}

function format(args: readonly Argument[], called: string, at: number): readonly StepArgument[] {
  const [text = ""] = texts(args, 1, called, at, "one format in quotes: strftime('%Y-%m-%d')");
  checkFormat(text, args[0]?.value.at ?? at);
  return [text];
}

function zone(args: readonly Argument[], called: string, at: number): readonly StepArgument[] {
  const example = "'Europe/London' or 'UTC'";
  const [name = ""] = texts(args, 1, called, at, example);
  if (name !== "Europe/London" && name !== "UTC") {
    throw new TemplateFault("template-argument", args[0]?.at ?? at, `${called} takes ${example}`);
  }
  return [name];
}

function amounts(args: readonly Argument[], called: string, at: number): Readonly<Record<string, number>> {
  return readAmounts(args, ALL_UNITS, called, at);
}

function negated(all: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(all).map(([unit, amount]) => [unit, amount === 0 ? 0 : -amount]));
}

/** The range of each part that is valid in every month, day and hour. */
const FIELDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  day: [1, 28],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 59],
  microsecond: [0, 999_999],
};

function fields(args: readonly Argument[], called: string, at: number): readonly StepArgument[] {
  const found: Record<string, number> = {};
  for (const { name = "", value, at: place } of args) {
    const [least, most] = (Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined) ?? [0, -1];
    const number = value.kind === "number" ? value.number : -1;
    if (number < least || number > most || name in found) {
      throw new TemplateFault("template-argument", place, FIELDS_OFFERED(called));
    }
    found[name] = number;
  }
  if (args.length === 0) {
    throw new TemplateFault("template-argument", at, FIELDS_OFFERED(called));
  }
  return [found];
}

function FIELDS_OFFERED(called: string): string {
  return `${called} of a date takes each of ${Object.entries(FIELDS)
    .map(([name, [least, most]]) => `${name} (${least} to ${most})`)
    .join(", ")} once at most: replace(day=1)`;
}

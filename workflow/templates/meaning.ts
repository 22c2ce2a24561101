import { nearest } from "../../diagnostics/nearest";
import { readAmounts, secondsOf, TIMEDELTA_UNITS } from "./amounts";
import { factSpelled, spellings, type Type } from "./facts";
import { TemplateFault } from "./fault";
import type { Argument, Syntax } from "./grammar";
import type { TemplateScope } from "./scope";
import { reasonFor } from "./refused-names";
import { resultNamed, startOf } from "./results";
import { ATTRIBUTES, FILTERS, METHODS, type StepRule } from "./steps";
import { checkFormat } from "./strftime";
import { MAY_HOLD } from "./tokens";
import type { Expression, Source, Step, StepArgument } from "./value";

/** The source of a value, and the steps that compute it, in order. */
export interface Meaning {
  readonly source: Source;
  readonly steps: readonly Step[];
  readonly type: Type;
}

/** Turns a template into data: plain text, or an expression whose value each run fills in. */
export function meaningOf(syntax: Syntax, scope: TemplateScope): string | Expression {
  if (syntax.kind === "text") {
    return syntax.text;
  }
  const { source, steps } = value(syntax, scope);
  return { ...source, ...(steps.length === 0 ? {} : { steps }) };
}

function value(syntax: Syntax, scope: TemplateScope): Meaning {
  const result = resultNamed(syntax, scope);
  if (result !== undefined) {
    return { source: result, steps: [], type: "text" };
  }
  switch (syntax.kind) {
    case "sum":
      return moved(syntax, scope);
    case "filter": {
      const filter = FILTERS.get(syntax.name);
      if (filter === undefined) {
        throw new TemplateFault("template-filter", syntax.at, unknownOf(`| ${syntax.name}`, FILTERS.keys(), "| "));
      }
      return then(value(syntax.of, scope), [filter], `| ${syntax.name}`, syntax.args, syntax.at);
    }
    case "call":
      return called(syntax, scope);
    case "text":
    case "number":
      throw new TemplateFault(
        "template-syntax",
        syntax.at,
        `a template cannot change a ${syntax.kind} of your own; write it outside {{ and }}`,
      );
    case "item":
      if (syntax.of.kind === "name" && syntax.of.name === "params") {
        return parameter(syntax.key, syntax.at, scope);
      }
      throw unknownName(`${dotted(syntax.of) ?? "this"}["${syntax.key}"]`, syntax, scope);
    case "name":
    case "attribute":
      return named(syntax, scope);
  }
}

/** A date plus or minus `macros.timedelta(…)`. */
function moved({ left, sign, right }: Syntax & { kind: "sum" }, scope: TemplateScope): Meaning {
  const date = value(left, scope);
  if (date.type !== "date" && date.type !== "day") {
    throw new TemplateFault("template-sum", startOf(left), `${sign} works only on a date; ${MAY_HOLD}`);
  }
  if (right.kind !== "call" || dotted(right.of) !== "macros.timedelta") {
    throw new TemplateFault(
      "template-sum",
      startOf(right),
      `write macros.timedelta(…) after ${sign}, and put the sum in brackets if more follows: (logical_date ${sign} macros.timedelta(days=1)) | ds`,
    );
  }
  const seconds = secondsOf(readAmounts(right.args, TIMEDELTA_UNITS, "macros.timedelta", startOf(right)));
  return { ...date, steps: [...date.steps, [sign === "+" ? "plus" : "minus", seconds]] };
}

function called({ of, args, at }: Syntax & { kind: "call" }, scope: TemplateScope): Meaning {
  const name = dotted(of);
  if (name === "macros.ds_add" || name === "macros.ds_format") {
    return ofDay(name, args, at, scope);
  }
  if (name !== undefined && factSpelled(name) !== undefined) {
    throw new TemplateFault("template-method", at, `${name} is not a function; remove the brackets after it`);
  }
  if (of.kind !== "attribute" || (name !== undefined && reasonFor(name) !== undefined)) {
    throw unknownName(name ?? "this", of, scope);
  }
  const base = value(of.of, scope);
  const methods = METHODS.get(of.name);
  if (methods === undefined) {
    throw new TemplateFault("template-method", of.at, unknownOf(`.${of.name}()`, METHODS.keys(), "."));
  }
  return then(base, methods, `.${of.name}()`, args, of.at);
}

/** Reads `macros.ds_add(ds, 1)` and `macros.ds_format(ds, "%Y-%m-%d", "%d/%m")`. Only `ds` has a known format. */
function ofDay(name: string, args: readonly Argument[], at: number, scope: TemplateScope): Meaning {
  const [day, second, third] = args.map((one) => (one.name === undefined ? one.value : undefined));
  const isDs = day?.kind === "name" && day.name === "ds";
  if (name === "macros.ds_add" && isDs && second?.kind === "number" && args.length === 2) {
    readAmounts([{ at, name: "days", value: second }], TIMEDELTA_UNITS, name, at);
    return then(named(day, scope), [DS_ADD], name, [], at, [second.number]);
  }
  const isDay = second?.kind === "text" && second.text === "%Y-%m-%d";
  if (name === "macros.ds_format" && isDs && isDay && third?.kind === "text" && args.length === 3) {
    checkFormat(third.text, third.at);
    return then(named(day, scope), [DS_FORMAT], name, [], at, [third.text]);
  }
  const example = name === "macros.ds_add" ? "ds, 7" : "ds, '%Y-%m-%d', '%d/%m/%Y'";
  throw new TemplateFault("template-argument", args[0]?.at ?? at, `write ${name}(${example})`);
}

const DS_ADD: StepRule = dayStep("ds_add");
const DS_FORMAT: StepRule = dayStep("ds_format");

function dayStep(name: string): StepRule {
  return { name, example: "", description: "", on: ["text"], gives: "text", read: () => [] };
}

/** Reads a fact, a parameter, or a part of a date such as `.year`. */
function named(syntax: Syntax & { kind: "name" | "attribute" }, scope: TemplateScope): Meaning {
  const name = dotted(syntax);
  if (name !== undefined) {
    const found = factSpelled(name);
    if (found !== undefined) {
      if (scope.airflow >= 3 && found.replacement !== undefined) {
        throw new TemplateFault(
          "template-removed",
          startOf(syntax),
          `Airflow 3 has no ${name}; write ${found.replacement}`,
        );
      }
      return { source: { fact: found.name }, steps: [], type: found.type };
    }
    if (reasonFor(name) !== undefined) {
      throw unknownName(name, syntax, scope);
    }
  }
  if (syntax.kind === "attribute") {
    if (dotted(syntax.of) === "params") {
      return parameter(syntax.name, startOf(syntax), scope);
    }
    if (isValue(syntax.of)) {
      const attribute = ATTRIBUTES.get(syntax.name);
      if (attribute === undefined) {
        throw new TemplateFault(
          "template-method",
          syntax.at,
          unknownOf(`.${syntax.name}`, [...ATTRIBUTES.keys(), ...[...METHODS.keys()].map((one) => `${one}()`)], "."),
        );
      }
      return then(value(syntax.of, scope), [attribute], `.${syntax.name}`, [], syntax.at);
    }
  }
  throw unknownName(name ?? "this", syntax, scope);
}

/** Whether the syntax is a complete value, so that the next name is one of its attributes. */
function isValue(syntax: Syntax): boolean {
  const name = dotted(syntax);
  return name === undefined || factSpelled(name) !== undefined || /^params\./.test(name);
}

function parameter(name: string, at: number, { parameters }: TemplateScope): Meaning {
  if (!parameters.includes(name)) {
    const known = nearest(name, parameters);
    throw new TemplateFault(
      "template-parameter",
      at,
      known === undefined
        ? `the manifest has no parameter ${name}; declare it under dag.params`
        : `the manifest has no parameter ${name}; did you mean params.${known}?`,
    );
  }
  return { source: { param: name }, steps: [], type: "anything" };
}

/** Adds the first of the steps that fits the value's type. */
function then(
  { source, steps, type }: Meaning,
  rules: readonly StepRule[],
  written: string,
  args: readonly Argument[],
  at: number,
  given?: readonly StepArgument[],
): Meaning {
  const rule = rules.find(({ on }) => on.includes(type));
  if (rule === undefined) {
    const wanted = rules.some(({ on }) => on.includes("date")) ? "a date" : "text or a number";
    throw new TemplateFault(
      "template-type",
      at,
      `${written} works on ${wanted}, but this is ${TYPES[type]}; ${MAY_HOLD}`,
    );
  }
  const step: Step = [rule.name, ...(given ?? rule.read(args, written, at))];
  return { source, steps: [...steps, step], type: rule.gives };
}

const TYPES: Readonly<Record<Type, string>> = {
  date: "a date",
  day: "a day without a time",
  text: "text",
  number: "a number",
  anything: "a parameter",
};

function unknownOf(written: string, known: Iterable<string>, prefix: string): string {
  const names = [...known];
  const near = nearest(written.replace(/^\W+|\W+$/g, ""), names);
  return near === undefined
    ? `${written} cannot be used in a template; write one of ${names.map((one) => prefix + one).join(", ")}`
    : `${written} cannot be used in a template; did you mean ${prefix}${near}?`;
}

function unknownName(name: string, syntax: Syntax, { parameters, airflow }: TemplateScope): TemplateFault {
  const reason = reasonFor(name);
  if (reason !== undefined) {
    return new TemplateFault("template-refused", startOf(syntax), reason);
  }
  const near = nearest(name, [...spellings(airflow), ...parameters.map((one) => `params.${one}`)]);
  const message =
    near === undefined
      ? `${name} cannot be used in a template: ${MAY_HOLD}`
      : `a template has no ${name}; did you mean ${near}?`;
  return new TemplateFault("template-unknown", startOf(syntax), message);
}

/** The text of names joined by dots, such as `ti.task_id`; undefined for any other syntax. */
function dotted(syntax: Syntax): string | undefined {
  if (syntax.kind === "name") {
    return syntax.name;
  }
  if (syntax.kind !== "attribute") {
    return undefined;
  }
  const before = dotted(syntax.of);
  return before === undefined ? undefined : `${before}.${syntax.name}`;
}

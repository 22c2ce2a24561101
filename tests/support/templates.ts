import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

import * as fc from "fast-check";

import { ROOT } from "../../platform/root";
import { spellings } from "../../workflow/templates/facts";
import type { EnvironmentValue } from "../../workflow/templates/value";
import { temporaryFolder } from "./command";

/** Parameters that the templates below may use. */
export const PARAMETERS = ["days", "x", "a_b"];

const pick = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

const DELTA = fc
  .dictionary(pick("weeks", "days", "hours", "minutes", "seconds"), fc.integer({ min: -400, max: 400 }), { minKeys: 1 })
  .map((amounts) => `macros.timedelta(${named(amounts)})`);

const AMOUNTS = fc
  .dictionary(pick("years", "months", "weeks", "days", "hours"), fc.integer({ min: -40, max: 40 }), { minKeys: 1 })
  .map(named);

const FIELDS = fc.record({ day: fc.integer({ min: 1, max: 28 }), hour: fc.integer({ min: 0, max: 23 }) }).map(named);

const FORMAT = fc
  .array(pick("%Y", "%m", "%d", "%H", "%M", "%S", "%j", "%b", "%A", "%%", "%z", "%-d", "%F", "-", "/", " at ", "é"), {
    maxLength: 6,
  })
  .map((parts) => `'${parts.join("")}'`);

function named(amounts: Readonly<Record<string, number>>): string {
  return Object.entries(amounts)
    .map(([name, amount]) => `${name}=${amount}`)
    .join(", ");
}

const { value: EXPRESSION } = fc.letrec<Record<"date" | "day" | "text" | "scalar" | "value", string>>((tie) => ({
  date: fc.oneof(
    { depthSize: "small" },
    pick("logical_date", "data_interval_start", "data_interval_end"),
    fc.tuple(tie("date"), pick("+", "-"), DELTA).map(([date, sign, delta]) => `(${date} ${sign} ${delta})`),
    fc.tuple(tie("date"), pick("add", "subtract"), AMOUNTS).map(([date, name, all]) => `${date}.${name}(${all})`),
    fc.tuple(tie("date"), FIELDS).map(([date, fields]) => `${date}.replace(${fields})`),
    fc.tuple(tie("date"), pick("'UTC'", '"Europe/London"')).map(([date, zone]) => `${date}.in_timezone(${zone})`),
  ),
  day: fc.oneof(
    tie("date").map((date) => `${date}.date()`),
    fc.tuple(tie("date"), pick("+", "-"), DELTA).map(([date, sign, delta]) => `(${date}.date() ${sign} ${delta})`),
  ),
  text: fc.oneof(
    { depthSize: "small" },
    pick(...spellings(3).filter((name) => !/date|interval|try/.test(name))),
    fc.tuple(fc.oneof(tie("date"), tie("day")), FORMAT).map(([date, format]) => `${date}.strftime(${format})`),
    fc.tuple(tie("date"), pick("isoformat", "to_date_string")).map(([date, name]) => `${date}.${name}()`),
    fc.tuple(tie("text"), pick(".lower()", ".upper()", ".strip()", ".replace('-', '')")).map((all) => all.join("")),
    fc.integer({ min: -500, max: 500 }).map((days) => `macros.ds_add(ds, ${days})`),
    FORMAT.map((format) => `macros.ds_format(ds, '%Y-%m-%d', ${format})`),
  ),
  scalar: fc.oneof(
    tie("text"),
    pick("params.days", "params['x']", 'params["a_b"]', "params.x", "ti.try_number"),
    fc.tuple(tie("date"), pick("year", "month", "day", "hour", "int_timestamp")).map((all) => all.join(".")),
  ),
  value: fc.oneof(
    tie("date"),
    tie("day"),
    tie("scalar"),
    fc
      .tuple(tie("date"), pick("ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz"))
      .map((all) => all.join(" | ")),
    fc.tuple(tie("scalar"), pick("int", "as_text")).map((all) => all.join("|")),
    fc
      .tuple(
        fc.oneof(tie("date"), tie("scalar")),
        pick("string", "lower", "upper", "trim", "replace('-', '')", "replace('0', \"oh\")"),
      )
      .map((all) => all.join(" | ")),
    pick("'text'", '"{{"', "'}}'", "'{%'"),
  ),
}));

/** Templates that authors may write, with text around them. */
const WRITTEN = fc
  .array(
    fc.oneof(
      fc.tuple(pick("{{ ", "{{", "{{\n "), EXPRESSION, pick(" }}", "}}", "\t}}")).map((parts) => parts.join("")),
      pick("", "a", "s3://bucket/", "}}", "{", "$(x)", "\\", "é", " ", "'\""),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(""));

/** The same with a mistake: a part is left out, doubled or inserted. */
const EDITED = fc
  .tuple(
    WRITTEN,
    fc.nat(200),
    fc.nat(4),
    pick(
      "",
      "(",
      ")",
      ".",
      "|",
      "'",
      "}}",
      "{{",
      "-",
      "+",
      "_",
      "1",
      "0",
      " ",
      ",",
      "=",
      "%",
      "[0]",
      ".__class__",
      "\n",
    ),
  )
  .map(([text, place, length, put]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + put + text.slice(at + length);
  });

/** Values of environment variables, right and wrong ones, the same in every run. */
export function sampleValues(numRuns: number): string[] {
  return [...new Set(fc.sample(fc.oneof(WRITTEN, EDITED), { numRuns, seed: 20_250_101 }))];
}

/** One run, in the form of `tests/dags/render_templates.py`. */
export interface TemplateRun {
  readonly logical_date: string;
  readonly data_interval_end: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * For each run and value: the source as Airflow's own Jinja renders it, and the value from the shared package; null for
 * an error, or without a source.
 */
export function fillInWithAirflow(
  version: string,
  runs: readonly TemplateRun[],
  values: readonly { readonly source?: string; readonly value: EnvironmentValue }[],
): (readonly [byJinja: string | null, byPackage: string | null])[][] {
  const output = execFileSync(
    resolve(ROOT, ".venvs", `airflow-${version}`, "bin", "python"),
    [resolve(ROOT, "tests/dags/render_templates.py")],
    {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, AIRFLOW_HOME: temporaryFolder(), PYTHONDONTWRITEBYTECODE: "1" },
      input: JSON.stringify({ runs, values }),
      maxBuffer: 2 ** 28,
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  return JSON.parse(output) as (readonly [string | null, string | null])[][];
}

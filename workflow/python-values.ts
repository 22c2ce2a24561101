import { parseDocument } from "yaml";

import type { Scalar } from "./compiled";
import type { Manifest } from "./normalise";

type SourceOf = (path: readonly (string | number)[]) => string | undefined;
type IsPlain = (path: readonly (string | number)[]) => boolean;

/** Booleans of YAML 1.1, which PyYAML reads: https://yaml.org/type/bool.html, without the single letters. */
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/**
 * The text of a YAML value in Python, for example `True`, `5.0` or `None`: `str()` of the value that PyYAML reads. The
 * previous platform passed values in this form. PyYAML reads YAML 1.1: `yes` is true, `017` is octal, `1_000` and `1:30` are
 * numbers, and an exponent needs a point and a sign (https://yaml.org/type/).
 *
 * @param source The value as the file spells it.
 * @param isPlain Whether the file writes it without quotes. A quoted value is text.
 */
export function pythonText(value: Scalar, source: string, isPlain = true): string {
  if (!isPlain) {
    return String(value);
  }
  if (value === null) {
    return "None";
  }
  if (TRUE.test(source)) {
    return "True";
  }
  if (FALSE.test(source)) {
    return "False";
  }
  return pythonInteger(source) ?? pythonDecimal(source) ?? pythonMoment(source) ?? source;
}

function pythonInteger(source: string): string | undefined {
  const sign = source.startsWith("-") ? -1 : 1;
  const digits = source.replace(/^[-+]/, "").replaceAll("_", "");
  if (/^[-+]?0[0-7_]+$/.test(source)) {
    return String(sign * parseInt(digits, 8));
  }
  if (/^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/.test(source)) {
    return `${sign < 0 && !/^0+$/.test(digits) ? "-" : ""}${String(BigInt(digits))}`;
  }
  return /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/.test(source) ? String(sign * sexagesimal(digits)) : undefined;
}

function pythonDecimal(source: string): string | undefined {
  const sign = source.startsWith("-") ? -1 : 1;
  const digits = source.replace(/^[-+]/, "").replaceAll("_", "");
  if (/^(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/.test(source)) {
    return pythonFloat(sign * Number(digits));
  }
  if (/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/.test(source)) {
    return pythonFloat(sign * sexagesimal(digits));
  }
  return /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(source)
    ? source.replace(/[.+]/g, "").toLowerCase()
    : undefined;
}

/** Numbers to the base 60: `1:30` is 90. */
function sexagesimal(digits: string): number {
  return digits.split(":").reduce((total, part) => total * 60 + Number(part), 0);
}

/** A moment with a time of day, as `str()` of a `datetime` writes it. */
function pythonMoment(source: string): string | undefined {
  const parts =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|[-+]\d\d?(?::\d\d)?))?$/.exec(
      source,
    );
  if (parts === null) {
    return undefined;
  }
  const [, year = "", month = "", day = "", hour = "", minute = "", second = "", fraction = "", zone] = parts;
  const micros = fraction.slice(0, 6).padEnd(6, "0");
  const time = `${hour.padStart(2, "0")}:${minute}:${second}${/[1-9]/.test(micros) ? `.${micros}` : ""}`;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")} ${time}${zone === undefined ? "" : pythonZone(zone)}`;
}

function pythonZone(zone: string): string {
  const [hours = "", minutes = "00"] = zone.slice(1).split(":");
  return zone === "Z" ? "+00:00" : `${zone.charAt(0)}${hours.padStart(2, "0")}:${minutes}`;
}

/**
 * A value as it arrives after the previous platform has put it between double quotes of another YAML text: escapes are read once
 * more, and line ends become spaces. A value that breaks that text stays as it is, since it broke the DAG there.
 */
function readBetweenQuotes(text: string): string {
  if (!/[\\\n]/.test(text)) {
    return text;
  }
  const document = parseDocument(`"${text}"`);
  return document.errors.length === 0 && typeof document.contents?.toJSON() === "string"
    ? String(document.contents.toJSON())
    : text;
}

/** Python's `repr()` of a float: the fewest digits, and an exponent if it is below 1e-4 or at least 1e16. */
export function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/([-+])([0-9])$/, "$10$2");
  }
  const text = Object.is(value, -0) ? "-0" : String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}

/** Replaces variables and parameters by their text in Python. Also gives the names of those whose text changes. */
export function withPythonValues(
  manifest: Manifest,
  sourceOf: SourceOf,
  isPlain: IsPlain,
): { manifest: Manifest; changed: string[] } {
  const changed = new Set<string>();
  const texts = (path: readonly string[], values: Readonly<Record<string, Scalar>> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const source = sourceOf([...path, name]) ?? String(value);
        const text = readBetweenQuotes(pythonText(value, source, isPlain([...path, name])));
        if (text !== source) {
          changed.add(name);
        }
        return [name, text];
      }),
    );
  const { dag } = manifest;
  const respelt = {
    ...dag,
    ...(dag.env_vars && { env_vars: texts(["dag", "env_vars"], dag.env_vars) }),
    ...(dag.params && { params: texts(["dag", "params"], dag.params) }),
    ...(dag.tasks && {
      tasks: Object.fromEntries(
        Object.entries(dag.tasks).map(([name, task]) => [
          name,
          task.env_vars === undefined
            ? task
            : { ...task, env_vars: texts(["dag", "tasks", name, "env_vars"], task.env_vars) },
        ]),
      ),
    }),
  };
  return { manifest: { ...manifest, dag: respelt }, changed: [...changed].sort() };
}

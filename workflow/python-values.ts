import type { Scalar } from "./compiled";
import type { Manifest } from "./normalise";

type SourceOf = (path: readonly (string | number)[]) => string | undefined;

/**
 * The text of an unquoted YAML value in Python, for example `True`, `5.0` or `None`: `str()` of the value that PyYAML
 * reads. The previous platform passed values in this form.
 *
 * @param source The value as the file spells it.
 */
export function pythonText(value: Scalar, source: string): string {
  if (typeof value === "string") {
    return value;
  }
  if (value === null) {
    return "None";
  }
  if (typeof value === "boolean") {
    return value ? "True" : "False";
  }
  // PyYAML reads YAML 1.1: an integer that begins with 0 is octal, and an exponent needs a point and a sign.
  if (/^[-+]?0[0-7]+$/.test(source)) {
    return String(Math.sign(value) * parseInt(source.replace(/^[-+]/, ""), 8));
  }
  if (/^[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)$/.test(source)) {
    return String(value);
  }
  if (/^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?$/.test(source)) {
    return pythonFloat(value);
  }
  return /^[-+]?\.(?:inf|nan)$/i.test(source) ? source.replace(/[.+]/g, "").toLowerCase() : source;
}

/** Python's `repr()` of a float: the fewest digits, and an exponent if it is below 1e-4 or at least 1e16. */
function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/([-+])([0-9])$/, "$10$2");
  }
  const text = Object.is(value, -0) ? "-0" : String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}

/** Replaces variables and parameters by their text in Python. Also gives the names of those whose text changes. */
export function withPythonValues(manifest: Manifest, sourceOf: SourceOf): { manifest: Manifest; changed: string[] } {
  const changed = new Set<string>();
  const texts = (path: readonly string[], values: Readonly<Record<string, Scalar>> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const source = sourceOf([...path, name]) ?? String(value);
        const text = pythonText(value, source);
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

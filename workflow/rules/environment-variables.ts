import type { Finding } from "../../diagnostics/problem";
import type { Scalar } from "../compiled";
import { name } from "../../diagnostics/schema-findings";
import { templatedValues } from "../templated-values";
import { isOwnParameter, parameterVariable, secretVariable } from "../variables";
import { pythonText } from "../python-values";
import { usesPythonValues } from "../role-input";
import { error, type Rule, warning } from "./rule";

/** The maps of environment variables in a manifest, with their paths. */
export function environmentMaps(
  manifest: Parameters<Rule>[0],
): { path: (string | number)[]; variables: Readonly<Record<string, unknown>> }[] {
  return [
    { path: ["dag", "env_vars"], variables: manifest.dag.env_vars ?? {} },
    ...Object.entries(manifest.dag.tasks ?? {}).map(([task, { env_vars: variables = {} }]) => ({
      path: ["dag", "tasks", task, "env_vars"],
      variables,
    })),
  ];
}

/**
 * The platform sets `PARAM_X` and `SECRET_X` from `params` and `secrets`, so `env_vars` may not set them. The exception
 * is the value that the platform itself gives to a parameter's variable.
 */
export const variablesDoNotClash: Rule = (manifest) => {
  const owners = new Map<string, string>([
    ...Object.keys(manifest.dag.params ?? {}).map(
      (param) => [parameterVariable(param), `the parameter ${param}`] as const,
    ),
    ...(manifest.secrets ?? []).map((id) => [secretVariable(id), `the secret ${id}`] as const),
  ]);
  return environmentMaps(manifest).flatMap(({ path, variables }) =>
    Object.entries(variables)
      .filter(([variable, value]) => owners.has(variable) && !isOwnParameter(manifest.dag.params, variable, value))
      .map(([variable]): Finding => ({
        ...error(
          "variable-clash",
          [...path, variable],
          `the platform already sets ${variable} from ${String(owners.get(variable))}; rename one of the two`,
        ),
        atKey: true,
      })),
  );
};

/** No two parameters, and no two secrets, become the same variable. */
export const variablesAreUnique: Rule = (manifest) => {
  const seen = new Map<string, string>();
  return Object.keys(manifest.dag.params ?? {}).flatMap((param) => {
    const variable = parameterVariable(param);
    const earlier = seen.get(variable);
    seen.set(variable, param);
    return earlier === undefined
      ? []
      : [
          {
            ...error(
              "variable-clash",
              ["dag", "params", param],
              `the parameters ${earlier} and ${param} would both become ${variable}; rename one`,
            ),
            atKey: true,
          },
        ];
  });
};

/**
 * Warns of a value without quotes that Python would spell differently. This platform passes the author's spelling, but
 * the previous one passed Python's. `compatibility.pythonValues` keeps Python's spelling.
 */
export const spellingIsMeant: Rule = (manifest, { role, sourceOf, isPlain }) =>
  usesPythonValues(role)
    ? []
    : environmentMaps(manifest).flatMap(({ path, variables }) =>
        Object.entries(variables).flatMap(([variable, value]) => {
          const written = sourceOf([...path, variable]) ?? String(value);
          const before = isPlain([...path, variable]) ? pythonText(value as Scalar, written) : written;
          return before === written
            ? []
            : [
                warning(
                  /^(?:True|False)$/.test(before) ? "unquoted-boolean" : "unquoted-number",
                  [...path, variable],
                  `${variable} arrives as ${written}, but the previous platform passed ${before}; write "${written}" or "${before}", in quotes, as your code expects`,
                ),
              ];
        }),
      );

/**
 * No variable, argument or parameter contains a character that programs cannot get: NUL, or half of a surrogate pair.
 */
export const valuesAreText: Rule = (manifest) =>
  [
    ...templatedValues(manifest),
    ...Object.entries(manifest.dag.params ?? {}).map(([param, value]) => ({ path: ["dag", "params", param], value })),
  ]
    .filter(({ value }) => typeof value === "string" && (value.includes("\0") || !value.isWellFormed()))
    .map(({ path }) => {
      const last = path.at(-1);
      const [what, bearer] =
        typeof last === "number" ? [name(path), "argument of a program"] : [String(last), "environment variable"];
      const message = `${what} has a character that an ${bearer} cannot contain (NUL or half of a surrogate pair); remove it`;
      return error("not-text", path, message);
    });

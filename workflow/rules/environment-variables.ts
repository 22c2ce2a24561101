import type { Finding } from "../../diagnostics/problem";
import { isOwnParameter, parameterVariable, secretVariable } from "../variables";
import { pythonText } from "../python-values";
import { usesPythonValues } from "../role-input";
import { error, type Rule, warning } from "./rule";

/** Every map of environment variables in a manifest, with its path. */
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
 * The platform sets `PARAM_X` and `SECRET_X` from `params` and `secrets`, so `env_vars` may not set them too, save to what the
 * platform itself sets a parameter's variable to.
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
          `${variable} is already set from ${String(owners.get(variable))}; rename one of the two`,
        ),
        atKey: true,
      })),
  );
};

/** Two parameters, or two secrets, may not become the same variable. */
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
 * A value without quotes arrives as written, where the platform that workflows migrate from passed what Python makes of it.
 * Configuration can keep that spelling (`compatibility.pythonValues`).
 */
export const spellingIsMeant: Rule = (manifest, { role, sourceOf }) =>
  usesPythonValues(role)
    ? []
    : environmentMaps(manifest).flatMap(({ path, variables }) =>
        Object.entries(variables).flatMap(([variable, value]) => {
          const written = sourceOf([...path, variable]) ?? String(value);
          const before = typeof value === "boolean" || typeof value === "number" ? pythonText(value, written) : written;
          return before === written
            ? []
            : [
                warning(
                  typeof value === "boolean" ? "unquoted-boolean" : "unquoted-number",
                  [...path, variable],
                  `${variable} arrives as ${written}, and the previous platform passed ${before}; write "${written}" or "${before}", in quotes, as your code expects`,
                ),
              ];
        }),
      );

/** No text may hold what no environment variable can, parameters included: NUL, or half of a surrogate pair. */
export const valuesAreText: Rule = (manifest) =>
  [...environmentMaps(manifest), { path: ["dag", "params"], variables: manifest.dag.params ?? {} }].flatMap(
    ({ path, variables }) =>
      Object.entries(variables)
        .filter(([, value]) => typeof value === "string" && (value.includes("\0") || !value.isWellFormed()))
        .map(([variable]) =>
          error(
            "not-text",
            [...path, variable],
            `${variable} holds a character that no environment variable can (NUL or half of a surrogate pair); remove it`,
          ),
        ),
  );

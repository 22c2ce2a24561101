/** Name of the environment variable with a parameter's value: `PARAM_<NAME>`. */
export function parameterVariable(name: string): string {
  return `PARAM_${name.toUpperCase()}`;
}

/** Name of the environment variable with a secret's value: `SECRET_<ID>`, with `_` in place of `-`. */
export function secretVariable(id: string): string {
  return `SECRET_${id.toUpperCase().replaceAll("-", "_")}`;
}

/** Whether a variable is `PARAM_<NAME>` with the value `{{ params.<name> }}`, which the platform sets anyway. */
export function isOwnParameter(params: object | undefined, variable: string, value: unknown): boolean {
  const name = /^\s*\{\{\s*params\.(\w+)\s*\}\}\s*$/.exec(String(value))?.[1];
  return name !== undefined && Object.hasOwn(params ?? {}, name) && parameterVariable(name) === variable;
}

/** Environment variable that a parameter reaches the container as: `PARAM_<NAME>`. */
export function parameterVariable(name: string): string {
  return `PARAM_${name.toUpperCase()}`;
}

/** Environment variable that a secret reaches the container as: `SECRET_<ID>`, `-` to `_`. */
export function secretVariable(id: string): string {
  return `SECRET_${id.toUpperCase().replaceAll("-", "_")}`;
}

/** Whether a variable is set to `{{ params.<name> }}` of the very parameter that the platform sets it from. */
export function isOwnParameter(params: object | undefined, variable: string, value: unknown): boolean {
  const name = /^\s*\{\{\s*params\.(\w+)\s*\}\}\s*$/.exec(String(value))?.[1];
  return name !== undefined && Object.hasOwn(params ?? {}, name) && parameterVariable(name) === variable;
}

/** Environment variable that a parameter reaches the container as: `PARAM_<NAME>`. */
export function parameterVariable(name: string): string {
  return `PARAM_${name.toUpperCase()}`;
}

/** Environment variable that a secret reaches the container as: `SECRET_<ID>`, `-` to `_`. */
export function secretVariable(id: string): string {
  return `SECRET_${id.toUpperCase().replaceAll("-", "_")}`;
}

import type { Problem } from "../diagnostics/problem";

/** A problem of a stack's settings that shows only with its manifests. It names the key, as the file's lines are not known here. */
export function stackProblem(
  environment: string,
  severity: Problem["severity"],
  code: string,
  path: Problem["path"],
  message: string,
): Problem {
  return {
    severity,
    code,
    path,
    message: `${inWords(path)}: ${message}`,
    file: `Pulumi.${environment}.yaml`,
    line: 1,
    column: 1,
  };
}

/** `workflows.namedPolicies[0]`. */
function inWords(path: Problem["path"]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}

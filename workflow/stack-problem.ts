import type { Problem } from "../diagnostics/problem";
import { name } from "../diagnostics/schema-findings";
import { stackFileName } from "../platform/names/stack-file";

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
    message: `${name(path)}: ${message}`,
    file: stackFileName(environment),
    line: 1,
    column: 1,
  };
}

import { existsSync, readFileSync } from "node:fs";

import { loadYaml } from "../../diagnostics/load-yaml";
import { isMap } from "../../diagnostics/is-map";
import type { Finding, Problem } from "../../diagnostics/problem";
import { type CheckContext, PROJECT, readStackConfig } from "./check";
import { secretsProviderFindings } from "./secrets-provider";
import type { StackConfig } from "./stack.generated";

/** A stack file, read without Pulumi. */
export interface StackFile {
  /** The configuration; absent if the file has an error. */
  readonly config: StackConfig | undefined;
  /** Every key under `config:` with its value, in the form of Pulumi's runtime. */
  readonly runtimeConfig: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Reads and checks `Pulumi.<environment>.yaml`; problems carry the line and column of the file. */
export function readStackFile(
  path: string,
  shownPath: string,
  environment: string,
  context: CheckContext = {},
): StackFile {
  return existsSync(path)
    ? readStackText(readFileSync(path, "utf8"), shownPath, environment, context)
    : { config: undefined, runtimeConfig: {}, problems: [missing(shownPath)] };
}

function missing(file: string): Problem {
  const message =
    "there is no such file, so the stack has no configuration; restore it from Git's history, or copy another stack's";
  return { severity: "error", code: "missing-file", message, path: [], file, line: 1, column: 1 };
}

/** Reads and checks the text of a stack file, as {@link readStackFile} does. */
export function readStackText(
  text: string,
  shownPath: string,
  environment: string,
  context: CheckContext = {},
): StackFile {
  const loaded = loadYaml(text);
  const keys = isMap(loaded.data) && isMap(loaded.data["config"]) ? loaded.data["config"] : {};
  const prefix = `${PROJECT}:`;
  const data = Object.fromEntries(
    Object.entries(keys)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
  const locate = (finding: Finding, fileKeys: Finding["path"]): Problem => ({
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    path: finding.path,
    file: shownPath,
    ...loaded.positionOf(fileKeys, finding.atKey),
  });
  const ofConfig = (finding: Finding): Problem => {
    const [key, ...rest] = finding.path;
    return locate(finding, key === undefined ? ["config"] : ["config", `${prefix}${key}`, ...rest]);
  };
  const { config, findings } = readStackConfig(environment, data, context);
  const problems = [
    ...loaded.problems.map((problem) => ({ ...problem, file: shownPath })),
    ...(loaded.data === undefined
      ? []
      : [
          ...secretsProviderFindings(loaded.data).map((finding) => locate(finding, finding.path)),
          ...findings.map(ofConfig),
        ]),
  ].sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    config: problems.some(({ severity }) => severity === "error") ? undefined : config,
    runtimeConfig: Object.fromEntries(
      Object.entries(keys).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
    problems,
  };
}

import type { ErrorObject } from "ajv/dist/2020";

import manifestSchema from "../manifests/workflow.schema.json";

import type { Environment } from "../platform/environment";
import { credentialFinding, findCredentials, withoutCredentials } from "./credentials";
import { type Identity, identityOf } from "./identity";
import { loadYaml } from "../diagnostics/load-yaml";
import { type Manifest, withoutNulls } from "./normalise";
import { lookalikeHint } from "../diagnostics/lookalikes";
import type { Finding, Position, Problem } from "../diagnostics/problem";
import type { RoleInput } from "./iam/identity";
import { withPythonValues } from "./python-values";
import { roleInput, usesPythonValues } from "./role-input";
import { RULES } from "./rules";
import { schemaFinding } from "../diagnostics/schema-findings";
import { compileViolations } from "../diagnostics/schema-violations";
import { simplify } from "./simplify";
import { fillPlaceholders, isBelow } from "./placeholders";
import { templateScope, type TemplateScope } from "./templates/scope";

const violationsOf = compileViolations(manifestSchema);

/** The text of a manifest file. */
export interface ManifestFile {
  /** Path as the user typed it; problems show this path. */
  readonly file: string;
  readonly text: string;
}

/** A manifest without errors, and everything that `compileWorkflow` needs. */
export interface ValidManifest {
  /** Path as the user typed it. */
  readonly file: string;
  readonly identity: Identity;
  readonly manifest: Manifest;
  /** Input of the workflow's role. */
  readonly role: RoleInput;
  readonly templateScope: TemplateScope;
  /** Names of the variables and parameters whose text the setting `compatibility.pythonValues` changes. */
  readonly respelt: readonly string[];
  /** The text of a scalar as the file spells it; undefined if the path has no scalar. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
  /** Line and column of the value at a path. */
  readonly positionOf: (path: readonly (string | number)[]) => Position;
}

/** The result of checking one manifest; `valid` is undefined if there is an error. */
export interface CheckedManifest {
  readonly valid: ValidManifest | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Checks one manifest alone: its structure, then every rule. Reports all problems at once, in the order of the file.
 */
export function checkManifest({ file, text }: ManifestFile, environment: Environment): CheckedManifest {
  const identity = identityOf(file);
  const { data, problems: unreadable, positionOf, sourceOf, isPlain } = loadYaml(text);
  const lines = text.split("\n");
  const locate = ({ atKey, index, ...finding }: Finding): Problem => {
    const position = positionOf(finding.path, atKey, index);
    const value = atKey === true ? finding.path.at(-1) : valueAt(data, finding.path);
    // An index points to a template inside the value: the hint is about that template alone.
    const written = typeof value === "string" && index !== undefined ? value.slice(index).split("}}")[0] : value;
    const hint =
      finding.severity === "error" && typeof written === "string"
        ? lookalikeHint(written, lines[position.line - 1] ?? "", position.column)
        : "";
    return { ...finding, file, ...position, message: finding.message + hint };
  };
  const problems: Problem[] = unreadable.map((problem) => ({ ...problem, file }));
  if (identity === undefined) {
    problems.push(locate(BAD_PATH));
  }
  if (data === undefined) {
    return { valid: undefined, problems: sorted(problems) };
  }
  const plain = withoutNulls(data);
  const credentials = findCredentials(plain);
  const violations = violationsOf(plain);
  problems.push(...credentials.map(credentialFinding).map(locate), ...violations.map(manifestFinding).map(locate));
  const withoutSecrets = (): Problem[] =>
    sorted(problems).map((problem) => ({
      ...problem,
      message: withoutCredentials(problem.message, credentials),
      path: problem.path.map((step) => (typeof step === "string" ? withoutCredentials(step, credentials) : step)),
    }));
  if (identity === undefined) {
    return { valid: undefined, problems: withoutSecrets() };
  }
  const { data: sound, replaced } = fillPlaceholders(plain, violations, manifestSchema);
  const manifest = sound as Manifest;
  const role = roleInput(identity, manifest, environment);
  const findings = RULES.flatMap((rule) => rule(manifest, { identity, environment, role, text, sourceOf, isPlain }));
  problems.push(...findings.filter(({ path }) => !isBelow(path, replaced)).map(locate));
  // An error at the same value already names the character.
  const errors = new Set(problems.filter(({ severity }) => severity === "error").map(({ path }) => path.join("\0")));
  const isNamed = ({ code, path }: Problem): boolean => code === "unusual-character" && errors.has(path.join("\0"));
  problems.splice(0, Infinity, ...problems.filter((problem) => !isNamed(problem)));
  const python = usesPythonValues(role) ? withPythonValues(manifest, sourceOf, isPlain) : { manifest, changed: [] };
  const simple = simplify(python.manifest);
  const valid = hasErrors(problems)
    ? undefined
    : {
        file,
        identity,
        manifest: simple,
        role: roleInput(identity, simple, environment),
        templateScope: templateScope(simple, environment),
        respelt: python.changed,
        sourceOf,
        positionOf,
      };
  return { valid, problems: withoutSecrets() };
}

/** A violation of the schema in words. A duplicate in a list is only a warning, because `simplify` removes it. */
function manifestFinding(violation: ErrorObject): Finding {
  const finding = schemaFinding(violation);
  return violation.keyword === "uniqueItems" ? { ...finding, severity: "warning" } : finding;
}

function valueAt(data: unknown, path: Finding["path"]): unknown {
  return path.reduce<unknown>(
    (node, step) => (node as Record<string | number, unknown> | null | undefined)?.[step],
    data,
  );
}

const BAD_PATH: Finding = {
  severity: "error",
  code: "bad-path",
  path: [],
  message:
    "the path of a manifest names its workflow; move the file to <environment>/<project>/<workflow>/workflow.yml",
};

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

function sorted(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

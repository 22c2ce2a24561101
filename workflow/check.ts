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
import { isBelow, withPlaceholders } from "./placeholders";
import { templateScope, type TemplateScope } from "./templates/scope";

const violationsOf = compileViolations(manifestSchema);

/** A manifest file as it was found. */
export interface ManifestFile {
  /** Path as the user named it: what problems say. */
  readonly file: string;
  readonly text: string;
}

/** A manifest without errors, with all that compiling it takes. */
export interface ValidManifest {
  /** Path as the user named it. */
  readonly file: string;
  readonly identity: Identity;
  readonly manifest: Manifest;
  /** What the workflow's role is compiled from. */
  readonly role: RoleInput;
  readonly templateScope: TemplateScope;
  /** Variables and parameters that arrive in Python's spelling, by the configuration's setting, and not as written. */
  readonly respelt: readonly string[];
  /** The text of a scalar as it stands in the file. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
  /** Where the value at a path is in the file. */
  readonly positionOf: (path: readonly (string | number)[]) => Position;
}

/** What checking one manifest found; `valid` only where there is no error. */
export interface CheckedManifest {
  readonly valid: ValidManifest | undefined;
  readonly problems: readonly Problem[];
}

/** Checks one manifest by itself: structure, then every rule. All its problems at once, in the order of the file. */
export function checkManifest({ file, text }: ManifestFile, environment: Environment): CheckedManifest {
  const identity = identityOf(file);
  const { data, problems: unreadable, positionOf, sourceOf } = loadYaml(text);
  const lines = text.split("\n");
  const locate = ({ atKey, index, ...finding }: Finding): Problem => {
    const position = positionOf(finding.path, atKey, index);
    const value = atKey === true ? finding.path.at(-1) : valueAt(data, finding.path);
    // Of a value that is pointed into, the template there.
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
  const { data: sound, replaced } = withPlaceholders(plain, violations, manifestSchema);
  const manifest = sound as Manifest;
  const role = roleInput(identity, manifest, environment);
  const findings = RULES.flatMap((rule) => rule(manifest, { identity, environment, role, text, sourceOf }));
  problems.push(...findings.filter(({ path }) => !isBelow(path, replaced)).map(locate));
  // An error at the same value names the character already.
  const errors = new Set(problems.filter(({ severity }) => severity === "error").map(({ path }) => path.join("\0")));
  const isNamed = ({ code, path }: Problem): boolean => code === "unusual-character" && errors.has(path.join("\0"));
  problems.splice(0, Infinity, ...problems.filter((problem) => !isNamed(problem)));
  const python = usesPythonValues(role) ? withPythonValues(manifest, sourceOf) : { manifest, changed: [] };
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

/** A violation of the schema in words. What is listed twice does no harm: the second is left out. */
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
  message: "a manifest's path says who it is: put the file at <environment>/<project>/<workflow>/workflow.yml",
};

/** Whether any problem is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

function sorted(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

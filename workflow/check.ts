import manifestSchema from "../manifests/workflow.schema.json";

import type { Environment } from "./environment";
import { type Identity, identityOf } from "./identity";
import { loadYaml } from "./load";
import { type Manifest, withoutNulls } from "./normalise";
import type { Finding, Problem } from "./problem";
import { RULES } from "./rules";
import { compileSchema } from "./schema-findings";

const checkSchema = compileSchema(manifestSchema);

/** A manifest file as it was found. */
export interface ManifestFile {
  /** Path as the user named it: what problems say. */
  readonly file: string;
  readonly text: string;
}

/** What checking one manifest found; `manifest` only where there is no error. */
export interface CheckedManifest {
  readonly file: string;
  readonly identity: Identity | undefined;
  readonly manifest: Manifest | undefined;
  readonly problems: readonly Problem[];
  /** The text of a scalar as it stands in the file. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
}

/** Checks one manifest by itself: structure, then every rule. All its problems at once, in the order of the file. */
export function checkManifest({ file, text }: ManifestFile, environment: Environment): CheckedManifest {
  const identity = identityOf(file);
  const loaded = loadYaml(text);
  const locate = (finding: Finding): Problem => {
    const { atKey, ...rest } = finding;
    return { ...rest, file, ...loaded.positionOf(finding.path, atKey) };
  };
  const problems: Problem[] = loaded.problems.map((problem) => ({ ...problem, file }));
  if (identity === undefined) {
    problems.push(
      locate({
        severity: "error",
        code: "bad-path",
        path: [],
        message: "a manifest's path says who it is: put the file at <environment>/<project>/<workflow>/workflow.yml",
      }),
    );
  }
  if (loaded.data !== undefined) {
    const data = withoutNulls(loaded.data);
    const structure = checkSchema(data);
    problems.push(...structure.map(locate));
    if (structure.length === 0 && identity !== undefined) {
      const manifest = data as Manifest;
      const context = { identity, environment, sourceOf: loaded.sourceOf };
      problems.push(...RULES.flatMap((rule) => rule(manifest, context)).map(locate));
    }
    if (!hasErrors(problems)) {
      return { file, identity, manifest: data as Manifest, problems: sorted(problems), sourceOf: loaded.sourceOf };
    }
  }
  return { file, identity, manifest: undefined, problems: sorted(problems), sourceOf: loaded.sourceOf };
}

/** Whether any problem is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

function sorted(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

import type { Dependency, Ecosystem } from "./dependency";
import { fits } from "./expression";

/** What may be depended on: `data/licences.json`. */
export interface Rules {
  /** SPDX identifiers of licences that fit any package. */
  readonly allowed: readonly string[];
  /** Packages that fit though their licence does not, or that do not state theirs. */
  readonly exceptions: readonly Exception[];
}

export interface Exception {
  readonly ecosystem: Ecosystem;
  readonly package: string;
  /** What the package says of its licence, so that the exception ends when that changes. */
  readonly licence: string;
  readonly reason: string;
}

/** Judges every dependency; returns what is wrong, each with what to do. */
export function judge(dependencies: readonly Dependency[], { allowed, exceptions }: Rules): string[] {
  const used = new Set<Exception>();
  const problems = dependencies.flatMap((dependency) => {
    const { ecosystem, name, version, lockFile, licence } = dependency;
    if ("expression" in licence && fits(licence.expression, (one) => allowed.includes(one))) {
      return [];
    }
    const said = "expression" in licence ? licence.expression : licence.unknown;
    const exception = exceptions.find(
      (one) => one.ecosystem === ecosystem && one.package === name && one.licence === said,
    );
    if (exception !== undefined) {
      used.add(exception);
      return [];
    }
    return [`${lockFile}: ${name} ${version} says of its licence: ${said}`];
  });
  const idle = exceptions
    .filter((exception) => !used.has(exception))
    .map(
      (one) =>
        `tools/licences/data/licences.json: the exception for ${one.package} (${one.licence}) is not needed any more; take it out`,
    );
  return [...[...new Set(problems)].sort(), ...idle];
}

import type { Dependency, Ecosystem } from "./dependency";
import { fits } from "./expression";

/** The permitted dependencies: `data/licences.json`. */
export interface Rules {
  /** SPDX identifiers of licences that are allowed for any package. */
  readonly allowed: readonly string[];
  /** Packages that are allowed although their licence is not, or is not stated. */
  readonly exceptions: readonly Exception[];
}

export interface Exception {
  readonly ecosystem: Ecosystem;
  readonly package: string;
  /** The package's statement of its licence, so that the exception ends when the statement changes. */
  readonly licence: string;
  readonly reason: string;
}

/** Judges every dependency; returns each fault with its correction. */
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
    return [`${lockFile}: the licence of ${name} ${version} is not allowed: ${said}`];
  });
  const idle = exceptions
    .filter((exception) => !used.has(exception))
    .map(
      (one) =>
        `tools/licences/data/licences.json: the exception for ${one.package} (${one.licence}) is not needed; remove it`,
    );
  return [...[...new Set(problems)].sort(), ...idle];
}

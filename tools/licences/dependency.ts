/** Who publishes a dependency. */
export type Ecosystem = "npm" | "PyPI" | "Go";

/** A package that a lock file pins. */
export interface Dependency {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  /** The lock file, relative to the repository. */
  readonly lockFile: string;
  /** SPDX expression, as the package itself states it; where it states none that is known, what it says instead. */
  readonly licence: Licence;
}

/** What a package says of its licence. */
export type Licence = { readonly expression: string } | { readonly unknown: string };

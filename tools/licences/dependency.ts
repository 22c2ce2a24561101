/** The registry of a dependency. */
export type Ecosystem = "npm" | "PyPI" | "Go";

/** A package that a lock file pins. */
export interface Dependency {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  /** The lock file, relative to the repository. */
  readonly lockFile: string;
  /** SPDX expression that the package states, or its own words if they are not a known licence. */
  readonly licence: Licence;
}

/** A package's own statement of its licence. */
export type Licence = { readonly expression: string } | { readonly unknown: string };

/** A file that is derived from a source of truth and committed beside it. */
export interface GeneratedFile {
  /** Path from the repository's root. */
  readonly path: string;
  readonly text: string;
}

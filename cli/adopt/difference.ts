/** Something that is different for a workflow here. */
export interface Difference {
  /**
   * `refused`: the manifest has errors. `decide`: somebody has to do or decide something first. `rights`: the role loses calls.
   * `differs`: it works, in another way.
   */
  readonly kind: "refused" | "decide" | "rights" | "differs";
  /** A word for the sort of difference; a file of choices names it. */
  readonly about: string;
  readonly text: string;
  /** Whether no setting can change it. */
  readonly always?: boolean;
}

export function decide(about: string, text: string): Difference {
  return { kind: "decide", about, text };
}

export function differs(about: string, text: string): Difference {
  return { kind: "differs", about, text };
}

/** A mistake in a template. */
export class TemplateFault extends Error {
  /**
   * @param code Stable name of the rule, for example `template-syntax`.
   * @param at Position of the mistake, in characters from the start of the value.
   * @param message The mistake, and what to write instead.
   */
  constructor(
    readonly code: string,
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/** A mistake in a template. */
export class TemplateFault extends Error {
  /**
   * @param code Stable name of the rule, for example `template-syntax`.
   * @param at Where it is: characters from the start of the value.
   * @param message What is wrong and what to write instead.
   */
  constructor(
    readonly code: string,
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

import { TemplateFault } from "./fault";

/**
 * The codes in a date's format: those that Python documents, the common ones of glibc (`%F`, `%T`, `%D`, `%e`), and
 * glibc's `-`, which removes a leading 0. Codes cannot have a width, because glibc would fill `%9999d` with zeros.
 * Source: https://docs.python.org/3.11/library/datetime.html#strftime-and-strptime-format-codes
 */
const CODE = /%(?:-?[dHIjmMSUWy]|[aAbBcDefFGpTuVwxXYzZ%])/y;

/** Examples of codes for messages. */
const EXAMPLES = "%Y, %m, %d, %H, %M, %S, %j, %b or %A";

/**
 * Refuses a format with an unknown code.
 *
 * @param at Position of the format's opening quote.
 */
export function checkFormat(format: string, at: number): void {
  for (let index = format.indexOf("%"); index !== -1; index = format.indexOf("%", index)) {
    CODE.lastIndex = index;
    const code = CODE.exec(format)?.[0];
    if (code === undefined) {
      const written = format.slice(index, index + 2);
      throw new TemplateFault(
        "template-format",
        at + 1 + index,
        `${written} is not a supported code of strftime; write ${EXAMPLES}, and %% for a per cent sign`,
      );
    }
    index += code.length;
  }
}

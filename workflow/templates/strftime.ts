import { TemplateFault } from "./fault";

/**
 * The codes of a date's format: those that Python documents, the everyday ones of glibc (`%F`, `%T`, `%D`, `%e`), and
 * glibc's `-`, which leaves out a leading 0. A width is refused: glibc would fill `%9999d` up with zeros.
 * Source: https://docs.python.org/3.11/library/datetime.html#strftime-and-strptime-format-codes
 */
const CODE = /%(?:-?[dHIjmMSUWy]|[aAbBcDefFGpTuVwxXYzZ%])/y;

/** Codes to show where one is wrong. */
const EXAMPLES = "%Y, %m, %d, %H, %M, %S, %j, %b or %A";

/**
 * Refuses a format that holds anything but known codes and plain text.
 *
 * @param at Where the format's opening quote is.
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
        `${written} is not a code of strftime that can be used; write ${EXAMPLES}, and %% for a per cent sign`,
      );
    }
    index += code.length;
  }
}

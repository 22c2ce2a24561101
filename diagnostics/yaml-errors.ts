/** The YAML parser's error for a common mistake, and the message that replaces it; `$1` is the text that the parser quotes. */
const FAULTS: readonly (readonly [said: RegExp, meant: string])[] = [
  [/call stack/, "lists and maps are nested too deeply here for a manifest"],
  // Presets of schedules begin with @, wildcards and cron expressions with *, and Airflow's templates with {.
  [
    /cannot start with (?:[a-z]+ )+(?:character|indicator) (.)$/,
    'a text that begins with $1 needs quotes in YAML; write "$1…"',
  ],
  [/^Alias cannot be|^Unexpected alias/, 'a text that begins with * needs quotes in YAML; write "*…"'],
  [/^Anchor cannot be/, 'a text that begins with & needs quotes in YAML; write "&…"'],
  [/^Unresolved tag: (.+)$/, 'a text that begins with ! needs quotes in YAML; write "$1…"'],
  [/^Tabs are/, "a tab indents this line, but YAML allows only spaces; replace it with spaces"],
  [
    /^Nested mappings/,
    'a key is inside of a value here; put a text that holds ": " in quotes, or begin the key as far to the right as those beside it',
  ],
  [
    /start at the same column$|^A block sequence may not/,
    "this line begins at another column than those it belongs with; begin it as far to the right as they do",
  ],
  [/^Implicit (?:map )?keys need/, "this line has no key; write `key: value`, with a space after the colon"],
  [/^Unexpected block-seq-ind/, "a list begins on the line after its key; write every `- item` on a line of its own"],
  [
    /^Unexpected scalar at node end/,
    "the value is complete before this; put the whole text in one pair of quotes, and write '' for a ' inside of '…'",
  ],
  [/^Missing closing (.)quote/, "a quote $1 is opened and not closed; write $1 at the end of the text"],
  [
    /^Flow (?:map|sequence) .* end with a (.)$/,
    "a bracket is opened and not closed; write $1 at its end, or one item a line without brackets",
  ],
  [
    /^Block collections are not/,
    "a bracket is opened before this line and not closed; write ] or } at its end, or one item a line without brackets",
  ],
  [/^Invalid escape sequence (.+)$/s, "$1 means nothing inside of double quotes; write the text in single quotes"],
  [
    /^Comments must be/,
    "a comment needs a space before its #; write the space, or put a # that is text inside of the quotes",
  ],
  [
    /^Not a YAML token/,
    "a text after | or > begins on the next line; write it there, further to the right than its key",
  ],
];

/** Why a file is not YAML, in an author's words if the mistake is common. */
export function whatIsBroken(message: string): string {
  const [reason = ""] = message.split("\n");
  for (const [said, meant] of FAULTS) {
    const match = said.exec(reason);
    if (match !== null) {
      return meant.replaceAll("$1", () => match[1] ?? "");
    }
  }
  return `this is not YAML: ${reason}`;
}

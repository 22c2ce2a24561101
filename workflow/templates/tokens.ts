import { shown } from "../../diagnostics/shown";
import { TemplateFault } from "./fault";

/** A word, number, quoted text or sign of a template. The sign `}}` is the last token. */
export interface Token {
  readonly kind: "name" | "number" | "text" | "sign";
  /** The word, the digits, the quoted text without its quotes, or the sign. */
  readonly text: string;
  /** Characters from the start of the value. */
  readonly at: number;
}

/** Longest `{{ … }}`, in characters. The limit also bounds the depth of nesting. */
export const LONGEST_TEMPLATE = 500;

const SPACES = /[ \t\r\n]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /[0-9]+/y;
const SIGN = /\}\}|[()[\].,|+=-]/y;
/** Text in quotes. It cannot contain backslashes or line ends, because Jinja would change both. */
const QUOTED = /'([^'\\\r\n]*)'|"([^"\\\r\n]*)"/y;

/** Reads the tokens of one template, one at a time. */
export class Tokens {
  private position: number;
  private ahead: Token | undefined;

  /**
   * @param value The whole value of the variable.
   * @param start Position of the template's `{{`.
   */
  constructor(
    private readonly value: string,
    readonly start: number,
  ) {
    this.position = start + "{{".length;
  }

  /** Position after the last token that was taken, in characters from the start of the value. */
  get end(): number {
    return this.position;
  }

  /** Gives the next token without taking it. */
  peek(): Token {
    this.ahead ??= this.read();
    return this.ahead;
  }

  /** Takes the next token. */
  next(): Token {
    const token = this.peek();
    this.ahead = undefined;
    return token;
  }

  /** Takes the next token if it is this sign; otherwise gives undefined. */
  take(sign: string): Token | undefined {
    const token = this.peek();
    return token.kind === "sign" && token.text === sign ? this.next() : undefined;
  }

  private read(): Token {
    this.match(SPACES);
    const at = this.position;
    if (at >= this.value.length) {
      throw this.unfinished();
    }
    if (at - this.start > LONGEST_TEMPLATE) {
      throw new TemplateFault(
        "template-too-long",
        this.start,
        `a template has at most ${LONGEST_TEMPLATE} characters between {{ and }}; shorten it`,
      );
    }
    for (const [kind, pattern] of [
      ["name", NAME],
      ["number", NUMBER],
      ["text", QUOTED],
      ["sign", SIGN],
    ] as const) {
      const found = this.match(pattern);
      if (found !== undefined) {
        return { kind, text: kind === "text" ? found.slice(1, -1) : found, at };
      }
    }
    throw this.unknown(at);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.value)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  private unfinished(): TemplateFault {
    return new TemplateFault(
      "template-unfinished",
      this.start,
      'the template that begins here has no end; write }} after it, or {{ "{{" }} to pass on two braces',
    );
  }

  private unknown(at: number): TemplateFault {
    const character = String.fromCodePoint(this.value.codePointAt(at) ?? 0);
    if (character === "'" || character === '"') {
      const message = /^(['"])[^'"]*\\/.test(this.value.slice(at, at + LONGEST_TEMPLATE))
        ? "a text in quotes inside a template cannot hold a backslash; write it outside of {{ and }}"
        : `the text that begins here has no end; write ${character} after it, on the same line`;
      return new TemplateFault("template-syntax", at, message);
    }
    if (character === "}" && !this.value.includes("}}", at)) {
      return this.unfinished();
    }
    const written = "*/%~<>!".includes(character) ? character : shown(character);
    return new TemplateFault("template-syntax", at, `${written} cannot be used in a template; ${MAY_HOLD}`);
  }
}

/** Everything that a template may contain, as the end of a message. */
export const MAY_HOLD =
  "a template may contain a fact of the run (ds, ts, run_id, data_interval_end, ti.task_id …), params.<name>, or a date with + or - macros.timedelta(…), .strftime('…') or a filter such as | ds_nodash";

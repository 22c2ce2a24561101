import { FACTS } from "./facts";
import { TemplateFault } from "./fault";
import { readTemplate } from "./grammar";
import { meaningOf } from "./meaning";
import type { TemplateScope } from "./scope";
import { Tokens } from "./tokens";
import type { EnvironmentValue, Expression } from "./value";

/** The result of reading a value. */
export interface ReadValue {
  /** The value for the DAG object; meaningless if there are faults. */
  readonly value: EnvironmentValue;
  /** At most one fault for each template, in order. */
  readonly faults: readonly TemplateFault[];
  /** Templates that work now, but not on Airflow 3. */
  readonly warnings: readonly TemplateFault[];
}

/** The start of an expression, statement or comment of Jinja. */
const MARK = /\{[{%#]/g;

/** Reads the value of an environment variable: plain text, and templates between `{{` and `}}`. Never throws. */
export function readValue(text: string, scope: TemplateScope): ReadValue {
  const pieces: (string | Expression)[] = [];
  const faults: TemplateFault[] = [];
  const warnings: TemplateFault[] = [];
  let done = 0;
  for (;;) {
    MARK.lastIndex = done;
    const start = MARK.exec(text)?.index ?? text.length;
    append(pieces, text.slice(done, start));
    if (start === text.length) {
      break;
    }
    try {
      const { piece, end } = readOne(text, start, scope);
      append(pieces, piece);
      warnings.push(...outdated(piece, start));
      done = end;
    } catch (error) {
      if (!(error instanceof TemplateFault)) {
        throw error;
      }
      faults.push(error);
      done = afterFault(text, start);
    }
  }
  const isText = pieces.every((piece) => typeof piece === "string");
  return { value: isText ? pieces.join("") : { template: text, pieces }, faults, warnings };
}

function readOne(text: string, start: number, scope: TemplateScope): { piece: string | Expression; end: number } {
  const mark = text.slice(start, start + 2);
  if (mark !== "{{") {
    const what = mark === "{%" ? "a statement" : "a comment";
    throw new TemplateFault(
      "template-statement",
      start,
      `${mark} begins ${what} of Jinja, which a manifest cannot use; to pass on the characters themselves, write {{ "${mark}" }}`,
    );
  }
  const tokens = new Tokens(text, start);
  const piece = meaningOf(readTemplate(tokens), scope);
  return { piece, end: tokens.end };
}

/** Adds a piece; joins neighbouring texts into one. */
function append(pieces: (string | Expression)[], piece: string | Expression): void {
  const last = pieces.at(-1);
  if (typeof piece === "string" && typeof last === "string") {
    pieces[pieces.length - 1] = last + piece;
  } else if (piece !== "") {
    pieces.push(piece);
  }
}

/** Position after a faulty template: after its end mark, or at the end of the text. */
function afterFault(text: string, start: number): number {
  const close = text[start + 1] === "{" ? "}}" : text[start + 1] === "%" ? "%}" : "#}";
  const end = text.indexOf(close, start + 2);
  return end === -1 ? text.length : end + close.length;
}

/** A warning if the fact does not exist on Airflow 3. */
function outdated(piece: string | Expression, start: number): TemplateFault[] {
  const name = typeof piece === "string" || !("fact" in piece) ? undefined : piece.fact;
  const replacement = FACTS.find((fact) => fact.name === name)?.replacement;
  return name === undefined || replacement === undefined
    ? []
    : [new TemplateFault("template-outdated", start, `Airflow 3 has no ${name}; write ${replacement}`)];
}

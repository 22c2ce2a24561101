import { TemplateFault } from "./fault";
import { MAY_HOLD, type Token, type Tokens } from "./tokens";

/** The text between `{{` and `}}` as a tree. `at` is the position of the node's own word or sign. */
export type Syntax =
  | { readonly kind: "name"; readonly at: number; readonly name: string }
  | { readonly kind: "text"; readonly at: number; readonly text: string }
  | { readonly kind: "number"; readonly at: number; readonly number: number }
  | { readonly kind: "attribute"; readonly at: number; readonly of: Syntax; readonly name: string }
  | { readonly kind: "item"; readonly at: number; readonly of: Syntax; readonly key: string }
  | { readonly kind: "call"; readonly at: number; readonly of: Syntax; readonly args: readonly Argument[] }
  | {
      readonly kind: "filter";
      readonly at: number;
      readonly of: Syntax;
      readonly name: string;
      readonly args: readonly Argument[];
    }
  | {
      readonly kind: "sum";
      readonly at: number;
      readonly left: Syntax;
      readonly sign: "+" | "-";
      readonly right: Syntax;
    };

/** An argument between brackets; its name is undefined without one. */
export interface Argument {
  readonly at: number;
  readonly name: string | undefined;
  readonly value: Syntax;
}

/** Parses one template up to its `}}`. As in Jinja, a filter binds more tightly than `+` and `-`. */
export function readTemplate(tokens: Tokens): Syntax {
  refuseTrimming(tokens);
  const syntax = sum(tokens);
  const end = tokens.next();
  if (end.kind !== "sign" || end.text !== "}}") {
    throw unexpected(end);
  }
  return syntax;
}

/** Refuses `{{-`, which in Jinja removes the spaces before it. */
function refuseTrimming(tokens: Tokens): void {
  const { text, kind, at } = tokens.peek();
  if (kind === "sign" && (text === "-" || text === "+")) {
    throw new TemplateFault("template-syntax", at, `${text} cannot follow {{; remove it`);
  }
}

function sum(tokens: Tokens): Syntax {
  let left = filtered(tokens);
  for (;;) {
    const sign = tokens.take("+") ?? tokens.take("-");
    if (sign === undefined) {
      return left;
    }
    left = { kind: "sum", at: sign.at, left, sign: sign.text as "+" | "-", right: filtered(tokens) };
  }
}

function filtered(tokens: Tokens): Syntax {
  let of = suffixed(tokens);
  while (tokens.take("|") !== undefined) {
    const { text: name, at } = expectName(tokens);
    of = { kind: "filter", at, of, name, args: tokens.take("(") === undefined ? [] : args(tokens) };
  }
  return of;
}

function suffixed(tokens: Tokens): Syntax {
  let of = primary(tokens);
  for (;;) {
    const { at } = tokens.peek();
    if (tokens.take(".") !== undefined) {
      const name = expectName(tokens);
      of = { kind: "attribute", at: name.at, of, name: name.text };
    } else if (tokens.take("[") !== undefined) {
      const key = tokens.next();
      if (key.kind !== "text" || tokens.take("]") === undefined) {
        throw new TemplateFault(
          "template-syntax",
          at,
          `square brackets are only for params["<name>"] and results["<task>"]; ${MAY_HOLD}`,
        );
      }
      of = { kind: "item", at: key.at, of, key: key.text };
    } else if (tokens.take("(") !== undefined) {
      of = { kind: "call", at, of, args: args(tokens) };
    } else {
      return of;
    }
  }
}

function primary(tokens: Tokens): Syntax {
  const token = tokens.next();
  const { kind, text, at } = token;
  if (kind === "name") {
    return { kind, at, name: text };
  }
  if (kind === "text") {
    return { kind, at, text };
  }
  if (kind === "number") {
    return { kind, at, number: wholeNumber(token) };
  }
  if (text !== "(") {
    throw unexpected(token);
  }
  const inner = sum(tokens);
  expectSign(tokens, ")");
  return inner;
}

/** Reads the arguments up to the closing bracket. */
function args(tokens: Tokens): Argument[] {
  const found: Argument[] = [];
  if (tokens.take(")") !== undefined) {
    return found;
  }
  do {
    found.push(argument(tokens));
  } while (tokens.take(",") !== undefined);
  expectSign(tokens, ")");
  return found;
}

function argument(tokens: Tokens): Argument {
  const { at, kind } = tokens.peek();
  if (tokens.take("-") !== undefined) {
    return { at, name: undefined, value: negative(tokens) };
  }
  const value = sum(tokens);
  // `(name)=` is not a named argument: the brackets make the name a value.
  if (kind !== "name" || value.kind !== "name" || tokens.take("=") === undefined) {
    return { at, name: undefined, value };
  }
  return { at, name: value.name, value: tokens.take("-") === undefined ? sum(tokens) : negative(tokens) };
}

function negative(tokens: Tokens): Syntax {
  const token = tokens.next();
  if (token.kind !== "number") {
    throw unexpected(token);
  }
  return { kind: "number", at: token.at, number: -wholeNumber(token) };
}

function wholeNumber({ text, at }: Token): number {
  if (text.length > 9 || (text.length > 1 && text.startsWith("0"))) {
    throw new TemplateFault(
      "template-syntax",
      at,
      `a template cannot contain the number ${text.slice(0, 12)}; write at most 9 digits, without a leading 0`,
    );
  }
  return Number(text);
}

function expectName(tokens: Tokens): Token {
  const token = tokens.next();
  if (token.kind !== "name") {
    throw unexpected(token);
  }
  return token;
}

function expectSign(tokens: Tokens, sign: string): void {
  const token = tokens.next();
  if (token.kind !== "sign" || token.text !== sign) {
    throw unexpected(token);
  }
}

function unexpected({ kind, text, at }: Token): TemplateFault {
  const found = kind === "text" ? "a text in quotes" : text;
  return new TemplateFault("template-syntax", at, `${found} is not expected here; ${MAY_HOLD}`);
}

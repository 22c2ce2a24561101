import ts from "typescript";

import { mask, type Passage } from "./prose";

/** A string of this many words is a message; a shorter one is a name, a key or an option. */
const WORDS_OF_A_MESSAGE = 4;

const CODE = /`[^`\n]*`/g;
const SUBSTITUTION = /\$\{[^}]*\}/g;
const TAG = /@\w+/g;

/** The comments and messages of a TypeScript file. */
export function typescriptPassages(file: string): Passage[] {
  const source = ts.createSourceFile("file.ts", file, ts.ScriptTarget.Latest, true);
  const passages = new Map<number, Passage>();
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(file, node.getFullStart()) ?? []) {
      passages.set(pos, { text: comment(file.slice(pos, end)), offset: pos });
    }
    for (const { pos, end } of ts.getTrailingCommentRanges(file, node.getEnd()) ?? []) {
      passages.set(pos, { text: comment(file.slice(pos, end)), offset: pos });
    }
    if (ts.isTaggedTemplateExpression(node) && isHtml(node, source)) {
      htmlTexts(node.template, file, source).forEach((passage) => passages.set(passage.offset, passage));
    } else if (isTemplateOfHtml(node, source)) {
      // Its texts are read with the tag.
    } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) {
      const offset = node.getStart(source);
      const text = message(file.slice(offset, node.getEnd()));
      if (isMessage(text)) {
        passages.set(offset, { text, offset });
      }
    }
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return joined(
    [...passages.values()].sort((a, b) => a.offset - b.offset),
    file,
  );
}

/** The texts between the tags of a template of HTML. */
function htmlTexts(template: ts.TemplateLiteral, file: string, source: ts.SourceFile): Passage[] {
  const literals = ts.isTemplateExpression(template)
    ? [template.head, ...template.templateSpans.map(({ literal }) => literal)]
    : [template];
  return literals.flatMap((literal) => {
    const start = literal.getStart(source);
    const text = mask(file.slice(start, literal.getEnd()), /^[`}]|`$|\$\{$/g, " ");
    return [...text.matchAll(/[^<>]+(?=<|$)/g)]
      .map(({ 0: found, index }) => ({ text: found, offset: start + index }))
      .filter((passage) => isMessage(passage.text));
  });
}

function isTemplateOfHtml(node: ts.Node, source: ts.SourceFile): boolean {
  return ts.isTemplateLiteral(node) && ts.isTaggedTemplateExpression(node.parent) && isHtml(node.parent, source);
}

function isHtml({ tag }: ts.TaggedTemplateExpression, source: ts.SourceFile): boolean {
  return tag.getText(source) === "html";
}

/** Whether a string is written for people. */
export function isMessage(text: string): boolean {
  return (
    text
      .trim()
      .split(/\s+/)
      .filter((word) => /^\W?[a-z'’-]+\W*$/i.test(word)).length >= WORDS_OF_A_MESSAGE
  );
}

function comment(text: string): string {
  const withoutMarks = mask(mask(text, /^\/\*\*?|\*\/$|^\/\/+/g, " "), /(?<=\n) *\*(?!\/)/g, " ");
  return mask(mask(withoutMarks, CODE, "x"), TAG, " ");
}

function message(text: string): string {
  return mask(mask(mask(mask(text, SUBSTITUTION, "x"), /\\n/g, " "), /^["'`]|["'`]$/g, " "), CODE, "x");
}

/** Comments of one line each that follow each other, as one passage. */
export function joined(passages: readonly Passage[], file: string): Passage[] {
  const result: Passage[] = [];
  for (const passage of passages) {
    const last = result.at(-1);
    const between = last === undefined ? "" : file.slice(last.offset + last.text.length, passage.offset);
    const follows = /^\n[ \t]*$/.test(between) && /^(\/\/|#)/.test(file.slice(passage.offset));
    if (last !== undefined && follows && /^(\/\/|#)/.test(file.slice(last.offset))) {
      result[result.length - 1] = { text: last.text + between + passage.text, offset: last.offset };
    } else {
      result.push(passage);
    }
  }
  return result;
}

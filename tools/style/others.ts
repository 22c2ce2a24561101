import { mask, type Passage } from "./prose";
import { isMessage, joined } from "./typescript";

const CODE = /`+[^`\n]*`+/g;

/** A comment, or a string with its prefix, of Python. */
const PYTHON = /#[^\n]*|[rbfuRBFU]{0,2}("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/g;

/** The comments, docstrings and messages of a Python file. */
export function pythonPassages(file: string): Passage[] {
  const passages = [...file.matchAll(PYTHON)].flatMap((match): Passage[] => {
    const isComment = match[0].startsWith("#");
    const marks = isComment ? /^#+!?/g : /^\w*(?:"""|'''|["'])|(?:"""|'''|["'])$|\{[^{}\n]*\}/g;
    const text = mask(mask(match[0], marks, " "), CODE, "x");
    return isComment || isMessage(text) ? [{ text, offset: match.index }] : [];
  });
  return joined(passages, file);
}

/** The comments of a file in which `#` begins one: YAML, make, shell. */
export function hashPassages(file: string): Passage[] {
  const passages = [...file.matchAll(/(?<=^|\s)#[^\n]*/g)].map((match) => ({
    text: mask(mask(match[0], /^#+!?/g, " "), CODE, "x"),
    offset: match.index,
  }));
  return joined(passages, file);
}

/** The descriptions of a JSON Schema, which editors and the reference show. */
export function schemaPassages(file: string): Passage[] {
  return [...file.matchAll(/(?<="(?:description|title|message|why|reason)": ")(?:\\.|[^"\\\n])*(?=")/g)].map(
    (match) => ({
      text: mask(match[0], CODE, "x"),
      offset: match.index,
    }),
  );
}

import { isMap } from "../../diagnostics/is-map";
import { firstLookalike } from "../../diagnostics/lookalikes";
import type { Finding } from "../../diagnostics/problem";
import { name } from "../../diagnostics/schema-findings";
import { type Rule, warning } from "./rule";

/**
 * Warns of characters that text from a document or a web page may bring along: invisible ones, and curly quotes, which
 * do not quote in YAML. Both would reach the container. An escape (`"\u00a0"`) shows that the author means the
 * character.
 */
export const charactersAreMeant: Rule = (manifest, { text }) => findings(manifest, [], text);

function findings(data: unknown, path: Finding["path"], text: string): Finding[] {
  if (typeof data === "string") {
    const unmeant = unmeantIn(data, text);
    return unmeant === undefined
      ? []
      : [warning("unusual-character", path, `${name(path)} holds ${unmeant.name}; ${unmeant.instead}${unmeant.meant}`)];
  }
  const children = Array.isArray(data) ? [...data.entries()] : isMap(data) ? Object.entries(data) : [];
  return children.flatMap(([step, value]) => findings(value, [...path, step], text));
}

function unmeantIn(value: string, text: string): { name: string; instead: string; meant: string } | undefined {
  const found = firstLookalike(value);
  if (found === undefined || !text.includes(found.character)) {
    return undefined;
  }
  const unseen = !/[\p{P}\p{S}]/u.test(found.character);
  const quoted = /^[\u2018\u201c].*[\u2019\u201d]$/su.test(value);
  const escape = found.character.charCodeAt(0).toString(16).padStart(4, "0");
  return unseen || quoted
    ? { ...found, meant: unseen ? `, or "\\u${escape}" if you mean it` : " around the value" }
    : undefined;
}

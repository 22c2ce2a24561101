import type { Finding } from "../../diagnostics/problem";
import stackSchema from "./stack.schema.json";

/** The page of every key of a stack file, in this repository. */
export const STACK_REFERENCE = "docs/reference/stack.md";

const SECTIONS: readonly string[] = Object.keys(stackSchema.properties);

/**
 * Where the page describes the keys of some findings, one line: `docs/reference/stack.md describes these keys: #network`.
 * `undefined` if no finding is about a key of the configuration.
 */
export function referenceLine(findings: readonly Pick<Finding, "path">[]): string | undefined {
  const sections = SECTIONS.filter((section) => findings.some(({ path }) => path[0] === section));
  return sections.length === 0
    ? undefined
    : // GitHub and the documentation site write anchors in lower case.
      `${STACK_REFERENCE} describes these keys: ${sections.map((section) => `#${section.toLowerCase()}`).join(", ")}`;
}

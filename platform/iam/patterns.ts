/** Orders texts by their UTF-16 code units: the same on every machine, whatever its locale. */
export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The distinct texts in order. */
export function sortedUnique(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareTexts);
}

/**
 * The patterns that no other pattern's closing `*` already covers, distinct and in order: `a/*` covers `a/b` and `a/b/*`.
 * The patterns returned match exactly the names that the given patterns match.
 */
export function withoutCovered(patterns: Iterable<string>): string[] {
  const covers = coverageOf(patterns);
  return sortedUnique(patterns).filter((pattern) => !covers(pattern));
}

/** Whether another pattern of the list, ending in `*`, matches everything that `pattern` matches. */
export function coverageOf(patterns: Iterable<string>): (pattern: string) => boolean {
  const stems = new Set(
    [...patterns].filter((pattern) => pattern.endsWith("*")).map((pattern) => pattern.slice(0, -1)),
  );
  const lengths = [...new Set([...stems].map((stem) => stem.length))];
  return (pattern) => {
    // A pattern's own stem is the pattern without its closing `*`; a pattern does not cover itself.
    const own = pattern.endsWith("*") ? pattern.length - 1 : pattern.length + 1;
    return lengths.some((length) => length < own && length <= pattern.length && stems.has(pattern.slice(0, length)));
  };
}

/** Whether a name is the pattern, or starts with what is before its closing `*`. */
export function matchesPattern(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

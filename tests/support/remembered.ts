/** A pure function that computes each result once. It tells its arguments apart by their JSON. */
export function remembered<A extends readonly unknown[], R>(compute: (...given: A) => R): (...given: A) => R {
  const results = new Map<string, R>();
  return (...given) => {
    const key = JSON.stringify(given);
    const known = results.get(key);
    if (known !== undefined) {
      return known;
    }
    const result = compute(...given);
    results.set(key, result);
    return result;
  };
}

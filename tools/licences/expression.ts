/**
 * Whether an SPDX expression permits use under allowed licences only: all operands of `AND`, and one operand of `OR`, must be
 * allowed. `AND` binds more tightly. An exception (`… WITH …`) is part of its licence's name.
 */
export function fits(expression: string, allowed: (licence: string) => boolean): boolean {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let next = 0;

  const either = (): boolean => {
    let result = both();
    while (/^or$/i.test(tokens[next] ?? "")) {
      next++;
      const right = both();
      result ||= right;
    }
    return result;
  };
  const both = (): boolean => {
    let result = one();
    while (/^and$/i.test(tokens[next] ?? "")) {
      next++;
      const right = one();
      result &&= right;
    }
    return result;
  };
  const one = (): boolean => {
    const token = tokens[next++] ?? "";
    if (token === "(") {
      const result = either();
      return tokens[next++] === ")" && result;
    }
    if (/^with$/i.test(tokens[next] ?? "")) {
      const exception = tokens[next + 1] ?? "";
      next += 2;
      return allowed(`${token} WITH ${exception}`);
    }
    return allowed(token);
  };

  const result = either();
  return result && next === tokens.length;
}

/** One value of each metric of an expression; `undefined` for a metric without a value in the period. */
export type Values = Readonly<Record<string, number | undefined>>;

type Value = number | undefined;

/**
 * The value of an expression of CloudWatch's metric maths for one period: the functions and operators that the alarms use.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @param time of the period, for DAY and HOUR
 * @returns `undefined` where CloudWatch would have no value
 * @throws Error for anything else in the expression
 */
export function evaluateMetricMaths(expression: string, values: Values, time: Date): Value {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|>=|<=|==|[><(),+\-*/]/g) ?? [];
  let at = 0;
  const take = (token?: string): string => {
    const next = tokens[at];
    if (next === undefined || (token !== undefined && next !== token)) {
      throw new Error(`${expression}: expected ${token ?? "more"} at token ${at}, not ${next ?? "the end"}`);
    }
    at += 1;
    return next;
  };
  const both = (left: Value, right: Value, apply: (left: number, right: number) => number): Value =>
    left === undefined || right === undefined ? undefined : apply(left, right);
  const chain = (operators: readonly string[], operand: () => Value): Value => {
    let left = operand();
    while (operators.includes(tokens[at] ?? "")) {
      const operator = take();
      left = both(left, operand(), APPLY[operator] ?? (() => NaN));
    }
    return left;
  };
  const primary = (): Value => {
    const token = take();
    if (/^\d/.test(token)) {
      return Number(token);
    }
    if (token === "(") {
      const inner = conjunction();
      take(")");
      return inner;
    }
    return tokens[at] === "(" ? call(token) : metric(token);
  };
  const metric = (name: string): Value => {
    if (!(name in values)) {
      throw new Error(`${expression}: no metric ${name}`);
    }
    return values[name];
  };
  const call = (name: string): Value => {
    const args: Value[] = [];
    take("(");
    while (tokens[at] !== ")") {
      args.push(conjunction());
      if (tokens[at] === ",") {
        take();
      }
    }
    take(")");
    const [first, second, third] = args;
    switch (name) {
      case "IF":
        return first === undefined ? undefined : first === 0 ? third : second;
      case "FILL":
        return first ?? second;
      case "DAY":
        return first === undefined ? undefined : time.getUTCDay() || 7;
      case "HOUR":
        return first === undefined ? undefined : time.getUTCHours();
      default:
        throw new Error(`${expression}: unknown function ${name}`);
    }
  };
  const product = (): Value => chain(["*", "/"], primary);
  const sum = (): Value => chain(["+", "-"], product);
  const comparison = (): Value => chain([">=", "<=", ">", "<", "=="], sum);
  const conjunction = (): Value => chain(["AND"], comparison);
  const result = conjunction();
  if (at < tokens.length) {
    throw new Error(`${expression}: left over from token ${at}`);
  }
  return result;
}

const APPLY: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  ">=": (left, right) => Number(left >= right),
  "<=": (left, right) => Number(left <= right),
  ">": (left, right) => Number(left > right),
  "<": (left, right) => Number(left < right),
  "==": (left, right) => Number(left === right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
};

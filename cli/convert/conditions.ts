import type { Choice, Comparison, ResultPart } from "./facts";

/** A condition of a manifest's task, on a field of a result. */
export interface FieldCondition {
  readonly task: string;
  readonly field: string;
  readonly is?: string;
  readonly is_not?: string;
}

/** The field of a result for a result that was no object, or that was compared whole. */
export const WHOLE = "value";

/** One way through the function of a branch: the answers to its comparisons, and whether a task runs then. */
interface Way {
  readonly answers: ReadonlyMap<string, boolean>;
  readonly runs: boolean;
}

/**
 * The condition under which a task after a branch runs.
 *
 * @param runs Whether the task runs if the branch gives this answer.
 * @returns Undefined if it always runs; a text that says why no condition of a manifest is the same.
 */
export function conditionFor(
  task: string,
  choice: Exclude<Choice, { problem: string }>,
  runs: (chosen: readonly string[] | boolean) => boolean,
): FieldCondition | undefined | string {
  if ("named_by" in choice) {
    const field = fieldOf(choice.named_by);
    return field === undefined ? deepField(choice.named_by) : { task: choice.named_by.task, field, is: task };
  }
  const comparisons = new Map(
    choice.ways.flatMap(({ comparisons: all }) => all.map((one) => [keyOf(one), one] as const)),
  );
  const ways = choice.ways.map(({ comparisons: all, chosen }): Way => ({
    answers: withImplied(all, [...comparisons.values()]),
    runs: runs(chosen),
  }));
  if (ways.every((way) => way.runs)) {
    return undefined;
  }
  if (!ways.some((way) => way.runs)) {
    return `it never chooses ${task}, as far as its function can be followed`;
  }
  for (const [key, comparison] of comparisons) {
    for (const holds of [true, false]) {
      if (ways.every(({ answers, runs: does }) => answers.has(key) && (answers.get(key) === holds) === does)) {
        return condition(comparison, holds);
      }
    }
  }
  return `${task} runs only after several comparisons together, and a task has one condition`;
}

const keyOf = ({ task, keys, value }: Comparison): string => JSON.stringify([task, keys, value]);

/** The answers of a way, and those that follow: what equals one constant equals no other. */
function withImplied(own: readonly Comparison[], all: readonly Comparison[]): Map<string, boolean> {
  const answers = new Map(own.map((one) => [keyOf(one), one.holds]));
  for (const { task, keys, holds } of own) {
    const others = all.filter((one) => one.task === task && JSON.stringify(one.keys) === JSON.stringify(keys));
    for (const other of holds ? others : []) {
      answers.set(keyOf(other), answers.get(keyOf(other)) ?? false);
    }
  }
  return answers;
}

function condition(comparison: Comparison, holds: boolean): FieldCondition | string {
  const { task, keys, value } = withFieldOf(comparison);
  const field = fieldOf({ task, keys });
  const text = textOf(value);
  if (field === undefined) {
    return deepField({ task, keys });
  }
  if (text === undefined) {
    return `it compares the result of ${task} with ${JSON.stringify(value)}, and a condition compares one text`;
  }
  return { task, field, ...(holds ? { is: text } : { is_not: text }) };
}

/** `{"result": "run"}` compared with the whole result is a comparison of its only field. */
function withFieldOf(comparison: Comparison): Comparison {
  const { keys, value } = comparison;
  const fields = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const [[field, only] = ["", undefined]] = fields;
  return keys.length === 0 && fields.length === 1 ? { ...comparison, keys: [field], value: only } : comparison;
}

/** The field of a result's part; undefined for a part below a field. */
export function fieldOf({ keys }: ResultPart): string | undefined {
  return keys.length > 1 ? undefined : (keys[0] ?? WHOLE);
}

function deepField({ task, keys }: ResultPart): string {
  return `it reads ${keys.join(".")} of the result of ${task}, and a condition reads fields of a result, not their parts`;
}

/** The text of a field as a manifest gives it; undefined for lists and objects. */
function textOf(value: unknown): string | undefined {
  if (value === null) {
    return "";
  }
  return typeof value === "string" ? value : typeof value === "object" ? undefined : JSON.stringify(value);
}

/** An argument of a step, as plain data. */
export type StepArgument = string | number | Readonly<Record<string, number>>;

/** A step with its arguments, for example `["strftime", "%Y-%m-%d"]`. The shared package applies it by its name. */
export type Step = readonly [name: string, ...args: StepArgument[]];

/** The origin of a value: a fact of the run, a parameter, or a field of the result of a task. */
export type Source =
  { readonly fact: string } | { readonly param: string } | { readonly result: string; readonly field: string };

/** A parsed `{{ … }}`: the origin of the value, and the steps to apply, in order. */
export type Expression = Source & { readonly steps?: readonly Step[] };

/** A value that Airflow fills in when a task starts. */
export interface Template {
  /** The author's own text, for people to read. No program evaluates it. */
  readonly template: string;
  /** Plain texts and expressions, in order. */
  readonly pieces: readonly (string | Expression)[];
}

/** The value of an environment variable: plain text, or a template. */
export type EnvironmentValue = string | Template;

/** A field of the result of a task. */
export type ResultField = Extract<Source, { readonly result: string }>;

/** The fields of results that a value uses. */
export function resultsIn(value: EnvironmentValue): ResultField[] {
  return typeof value === "string"
    ? []
    : value.pieces.filter((piece) => typeof piece !== "string" && "result" in piece);
}

/** The author's own text of a value. */
export function asWritten(value: EnvironmentValue): string {
  return typeof value === "string" ? value : value.template;
}

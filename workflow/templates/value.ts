/** An argument of a step, as plain data. */
export type StepArgument = string | number | Readonly<Record<string, number>>;

/** A step with its arguments, for example `["strftime", "%Y-%m-%d"]`. The shared package applies it by its name. */
export type Step = readonly [name: string, ...args: StepArgument[]];

/** A parsed `{{ … }}`: a fact of the run or a parameter, and the steps to apply, in order. */
export type Expression = ({ readonly fact: string } | { readonly param: string }) & {
  readonly steps?: readonly Step[];
};

/** A value that Airflow fills in when a task starts. */
export interface Template {
  /** The author's own text, for people to read. No program evaluates it. */
  readonly template: string;
  /** Plain texts and expressions, in order. */
  readonly pieces: readonly (string | Expression)[];
}

/** The value of an environment variable: plain text, or a template. */
export type EnvironmentValue = string | Template;

/** The author's own text of a value. */
export function asWritten(value: EnvironmentValue): string {
  return typeof value === "string" ? value : value.template;
}

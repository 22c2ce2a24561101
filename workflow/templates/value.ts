/** An argument of a step: plain data. */
export type StepArgument = string | number | Readonly<Record<string, number>>;

/** One thing that is done to a value, with its arguments: `["strftime", "%Y-%m-%d"]`. The shared package knows the name. */
export type Step = readonly [name: string, ...args: StepArgument[]];

/** One `{{ … }}`, parsed: a fact of the run or a parameter, and the steps it goes through in order. */
export type Expression = ({ readonly fact: string } | { readonly param: string }) & {
  readonly steps?: readonly Step[];
};

/** A value that is filled in when a task starts. */
export interface Template {
  /** The value as the author wrote it: for people to read, never evaluated. */
  readonly template: string;
  /** Text as it is, and what is filled in between. */
  readonly pieces: readonly (string | Expression)[];
}

/** The value of an environment variable: text, or what is filled in when the task starts. */
export type EnvironmentValue = string | Template;

/** A value as its author wrote it. */
export function asWritten(value: EnvironmentValue): string {
  return typeof value === "string" ? value : value.template;
}

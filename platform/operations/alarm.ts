/** Whether somebody is called at any hour, or reads it in the next working hours. */
export type Severity = "critical" | "warning";

export const SEVERITIES: readonly Severity[] = ["critical", "warning"];

/** Parts of an environment that have one alarm each. */
export type Each = "NAT gateway" | "Transit Gateway attachment";

/**
 * Values of a metric's dimensions. `{environment}` and `{cluster}` stand for the names of MWAA's environment and the cluster,
 * `{natGateway}`, `{transitGateway}` and `{attachment}` for the IDs of the part that {@link AlarmRow.each} names.
 */
export type Dimensions = Readonly<Record<string, string>>;

/** One metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly statistic: "Sum" | "Average" | "Minimum" | "Maximum";
}

/** When values of a metric make an alarm: CloudWatch's own terms. */
export interface Condition {
  /** Seconds that one datapoint covers. */
  readonly period: number;
  readonly comparison: "at least" | "less than";
  readonly threshold: number;
  /** Datapoints that are looked at. */
  readonly of: number;
  /** Datapoints among them that must break the threshold. */
  readonly datapoints: number;
  /** Meaning of a period without a value. */
  readonly missing: "breaching" | "notBreaching";
}

/** The condition that a value is 1 or more in enough periods. A period without a value does not count. */
export function atLeastOne(periods: Pick<Condition, "period" | "of" | "datapoints">): Condition {
  return { ...periods, comparison: "at least", threshold: 1, missing: "notBreaching" };
}

/** A metric of AWS or of a component. */
export interface MetricSignal {
  readonly kind: "metric";
  readonly metric: Metric;
  readonly condition: Condition;
}

/** Log groups whose lines are counted. */
export type CountedLog = "control plane" | "DAG processing" | "scheduler" | "system" | "tasks";

/** Lines of a log group that contain all of these texts. */
export interface Lines {
  readonly log: CountedLog;
  readonly texts: readonly string[];
}

/** Several metrics or counts of lines, and an expression of CloudWatch's metric maths over their names. */
export interface ExpressionSignal {
  readonly kind: "expression";
  readonly metrics: Readonly<Record<string, Metric | Lines>>;
  readonly expression: string;
  readonly condition: Condition;
}

/** Lines of a log, counted. */
export interface LogSignal extends Lines {
  readonly kind: "log";
  readonly condition: Condition;
}

/** Events of EventBridge. Each is sent. */
export interface EventSignal {
  readonly kind: "event";
  readonly pattern: Readonly<Record<string, unknown>>;
}

/** Signals with values over time. */
export type MeasuredSignal = MetricSignal | ExpressionSignal | LogSignal;

export type Signal = MeasuredSignal | EventSignal;

/** One alarm of an environment. */
export interface AlarmRow {
  /** Last part of the alarm's name, `airflow-<environment>-<id>`. */
  readonly id: string;
  readonly symptom: string;
  /** People who are hurt, and how. */
  readonly hurts: string;
  readonly severity: Severity;
  readonly signal: Signal;
  /** Why the threshold, or the event, is the right one. */
  readonly reason: string;
  /** Heading of docs/platform/runbook.md. */
  readonly runbook: string;
  /** Page or source that documents the metric, the line or the event. */
  readonly source: string;
  /** Parts that have one alarm each. Default: the environment has one. */
  readonly each?: Each;
  /** Whether MWAA's weekly maintenance silences it. Default: false. */
  readonly silentInMaintenance?: true;
}

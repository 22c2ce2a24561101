import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { alarmName, countsNamespace } from "../../platform/names/operations";
import type {
  AlarmRow,
  Condition,
  CountedLog,
  Each,
  EventSignal,
  Lines,
  MeasuredSignal,
  Metric,
} from "../../platform/operations/alarm";
import { alarmDescription, filterPattern } from "../../platform/operations/words";
import type { Topics } from "./topics";

/** One part of the environment, with the values of placeholders in its metric's dimensions. */
export interface Part {
  /** Last part of the alarm's name, such as a zone. Default: the environment has one such part. */
  readonly name?: string;
  readonly ids: Readonly<Record<string, pulumi.Input<string>>>;
}

export interface AlarmsArgs {
  readonly environment: string;
  readonly rows: readonly AlarmRow[];
  readonly topics: Topics;
  /** Values of placeholders for the whole environment. */
  readonly names: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<Each, readonly Part[]>>;
  readonly logGroups: Readonly<Record<CountedLog, aws.cloudwatch.LogGroup>>;
  /** Resources without whose metrics an alarm would fire at once. */
  readonly after: readonly pulumi.Resource[];
  /** URL of the runbook. */
  readonly runbook: string;
}

/** Creates an alarm for each row of the table, or for each part that a row names. */
export function createAlarms(args: AlarmsArgs, opts: pulumi.CustomResourceOptions): void {
  for (const row of args.rows) {
    const { signal } = row;
    if (signal.kind === "event") {
      createEventRule(row, signal, args, opts);
      continue;
    }
    const filter = Object.entries(counts(row, signal)).map(([name, lines]) => createCount(name, lines, args, opts));
    for (const part of row.each === undefined ? [{ ids: {} }] : args.parts[row.each]) {
      createAlarm(row, signal, part, args, { ...opts, dependsOn: [...args.after, ...filter] });
    }
  }
}

function createAlarm(
  row: AlarmRow,
  signal: MeasuredSignal,
  part: Part,
  args: AlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { environment, topics } = args;
  const name = alarmName(environment, row.id, part.name);
  const topic = topics[row.severity].arn;
  const { condition } = signal;
  new aws.cloudwatch.MetricAlarm(
    part.name === undefined ? row.id : `${row.id}-${part.name}`,
    {
      name,
      alarmDescription: alarmDescription(row, args.runbook),
      ...values(row, signal, { ...args.names, ...part.ids }, environment),
      comparisonOperator: OPERATORS[condition.comparison],
      threshold: condition.threshold,
      evaluationPeriods: condition.of,
      datapointsToAlarm: condition.datapoints,
      treatMissingData: condition.missing,
      alarmActions: [topic],
      okActions: [topic],
      tags: { Name: name },
    },
    opts,
  );
}

const OPERATORS: Readonly<Record<Condition["comparison"], string>> = {
  "at least": "GreaterThanOrEqualToThreshold",
  "less than": "LessThanThreshold",
};

/** The metric, the count or the expression of an alarm. */
function values(
  row: AlarmRow,
  signal: MeasuredSignal,
  ids: Part["ids"],
  environment: string,
): Partial<aws.cloudwatch.MetricAlarmArgs> {
  const { period } = signal.condition;
  switch (signal.kind) {
    case "metric":
      return single(signal.metric, ids, period);
    case "log":
      return { namespace: countsNamespace(environment), metricName: row.id, statistic: "Sum", period };
    case "expression":
      return {
        metricQueries: [
          { id: "result", expression: signal.expression, label: row.symptom, returnData: true },
          ...Object.entries(signal.metrics).map(([id, metric]) => ({
            id,
            metric: {
              ...("texts" in metric
                ? { namespace: countsNamespace(environment), metricName: `${row.id}-${id}`, stat: "Sum" }
                : {
                    namespace: metric.namespace,
                    metricName: metric.name,
                    dimensions: filled(metric, ids),
                    stat: metric.statistic,
                  }),
              period,
            },
          })),
        ],
      };
  }
}

function single(metric: Metric, ids: Part["ids"], period: number): Partial<aws.cloudwatch.MetricAlarmArgs> {
  const { namespace, name: metricName, statistic } = metric;
  return { namespace, metricName, dimensions: filled(metric, ids), statistic, period };
}

function filled({ dimensions }: Metric, ids: Part["ids"]): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    Object.entries(dimensions).map(([name, value]) => [name, ids[value.replace(/^\{(.*)\}$/, "$1")] ?? value]),
  );
}

/** The lines that a signal counts, by the name of the count. */
function counts(row: AlarmRow, signal: MeasuredSignal): Readonly<Record<string, Lines>> {
  switch (signal.kind) {
    case "metric":
      return {};
    case "log":
      return { [row.id]: signal };
    case "expression":
      return Object.fromEntries(
        Object.entries(signal.metrics).flatMap(([id, metric]) =>
          "texts" in metric ? [[`${row.id}-${id}`, metric]] : [],
        ),
      );
  }
}

/** Counts lines of a log group. */
function createCount(
  name: string,
  { log, texts }: Lines,
  { environment, logGroups }: AlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return new aws.cloudwatch.LogMetricFilter(
    name,
    {
      name: alarmName(environment, name),
      logGroupName: logGroups[log].name,
      pattern: filterPattern(texts),
      metricTransformation: { namespace: countsNamespace(environment), name, value: "1" },
    },
    opts,
  );
}

/** Tells every event of a kind to the row's topic. */
function createEventRule(
  row: AlarmRow,
  { pattern }: EventSignal,
  { environment, topics, runbook }: AlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const name = alarmName(environment, row.id);
  const rule = new aws.cloudwatch.EventRule(
    row.id,
    { name, description: row.symptom, eventPattern: JSON.stringify(pattern), tags: { Name: name } },
    opts,
  );
  new aws.cloudwatch.EventTarget(
    row.id,
    {
      rule: rule.name,
      arn: topics[row.severity].arn,
      inputTransformer: {
        inputPaths: { event: "$.detail", time: "$.time", account: "$.account" },
        inputTemplate: `"${alarmDescription(row, runbook)}"\n"Environment: ${environment}. Account: <account>. Time: <time>."\n"<event>"`,
      },
    },
    opts,
  );
}

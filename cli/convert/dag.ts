import { DEFAULTS } from "../../workflow/defaults";
import { callOf, type DagFacts, isObject, listOf, mapOf, secondsOf, type Value } from "./facts";
import { type Advice, ANY, noteOtherKeywords, type Silent } from "./keywords";
import type { Tools } from "./tasks";

/** The keys of `dag` that say when and how often the workflow runs. */
export interface ManifestRuns {
  schedule?: string | Readonly<Record<string, number | readonly string[]>>;
  start_date?: string;
  end_date?: string;
  catchup?: boolean;
  depends_on_past?: boolean;
  is_paused_upon_creation?: boolean;
  max_active_runs?: number;
  max_active_tasks?: number;
  timeout?: number;
  params?: Readonly<Record<string, string | number | boolean | null>>;
}

const READ = [
  ...[
    "schedule",
    "schedule_interval",
    "start_date",
    "end_date",
    "catchup",
    "is_paused_upon_creation",
    "max_active_runs",
  ],
  ...["max_active_tasks", "concurrency", "dagrun_timeout", "params", "default_args"],
  ...["on_success_callback", "on_failure_callback"],
];

const SILENT: Silent = {
  description: ANY,
  doc_md: ANY,
  tags: ANY,
  default_view: ANY,
  orientation: ANY,
  owner_links: ANY,
  render_template_as_native_obj: false,
};

const ADVICE: Advice = {
  timetable: "write schedule",
  sla_miss_callback: "write dag.timeout, which fails the run",
  user_defined_macros: "templates have no macros of your own; let the code in the image compute the value",
  user_defined_filters: "templates have no filters of your own; let the code in the image compute the value",
  render_template_as_native_obj: "environment variables and arguments are text; let the code read it",
  access_control: "the platform team gives access to the Airflow interface",
};

/** Airflow's own default: https://airflow.apache.org/docs/apache-airflow/2.10.3/configurations-ref.html#max-active-runs-per-dag */
const AIRFLOW_ACTIVE_RUNS = 16;

/** The settings of the DAG itself. */
export function runsOf(dag: DagFacts, tools: Tools): ManifestRuns {
  const { keywords, place } = dag;
  noteOtherKeywords(keywords, { read: READ, silent: SILENT, advice: ADVICE }, place, tools);
  const defaults = mapOf(keywords["default_args"]);
  const timeout = secondsOf(keywords["dagrun_timeout"]);
  const tasks = keywords["max_active_tasks"] ?? keywords["concurrency"];
  const runs = keywords["max_active_runs"] ?? AIRFLOW_ACTIVE_RUNS;
  const schedule = scheduleOf(dag, tools);
  return {
    ...(schedule === undefined ? {} : { schedule }),
    ...dayOf("start_date", keywords["start_date"] ?? defaults.get("start_date"), dag, tools),
    ...dayOf("end_date", keywords["end_date"] ?? defaults.get("end_date"), dag, tools),
    ...catchupOf(dag, schedule !== undefined, tools),
    ...(dag.tasks.some((task) => task.keywords["depends_on_past"] === true) ? { depends_on_past: true } : {}),
    ...(keywords["is_paused_upon_creation"] === true ? { is_paused_upon_creation: true } : {}),
    ...(typeof runs === "number" && runs !== DEFAULTS.max_active_runs ? { max_active_runs: runs } : {}),
    ...(typeof tasks === "number" ? { max_active_tasks: tasks } : {}),
    ...(timeout === undefined ? {} : { timeout }),
    ...parametersOf(dag, tools),
  };
}

function scheduleOf({ keywords, place }: DagFacts, { notes, texts }: Tools): ManifestRuns["schedule"] {
  const given = keywords["schedule"] ?? keywords["schedule_interval"];
  if (given === undefined || given === null) {
    return undefined;
  }
  if (typeof given === "string") {
    return given;
  }
  const seconds = secondsOf(given);
  if (seconds !== undefined) {
    return seconds % 3600 === 0
      ? { hours: seconds / 3600 }
      : seconds % 60 === 0
        ? { minutes: seconds / 60 }
        : { seconds };
  }
  const datasets = listOf(given).map((one) => datasetOf(one));
  if (!datasets.includes(undefined)) {
    return { datasets: datasets as string[] };
  }
  const shown = isObject(given) && "unknown" in given ? texts.shown(given.unknown) : "this";
  notes.leftOut(place, `the schedule ${shown} is no cron expression, interval or list of datasets; write one of these`);
  return undefined;
}

function datasetOf(value: Value): string | undefined {
  const call = callOf(value);
  const uri = call?.arguments[0] ?? mapOf(call?.keywords).get("uri");
  return typeof uri === "string" && /^(Dataset|Asset)$/.test(call?.name ?? "") ? uri : undefined;
}

function dayOf(
  name: "start_date" | "end_date",
  value: Value | undefined,
  { place }: DagFacts,
  { notes }: Tools,
): ManifestRuns {
  if (value === undefined || value === null) {
    return {};
  }
  const date = isObject(value) && "date" in value ? value : undefined;
  if (date === undefined || date.derived !== null) {
    notes.leftOut(place, `${name} is no fixed date, so that Airflow might never start a run; write one as 2026-01-31`);
    return {};
  }
  const [day = "", time = ""] = date.date.split("T");
  if (!/^00:00:00(\+00:00)?$/.test(time)) {
    notes.changed(place, `${name} was ${date.date}; a manifest has days only, in UTC`);
  }
  return { [name]: day };
}

function catchupOf({ keywords, place }: DagFacts, scheduled: boolean, { notes }: Tools): ManifestRuns {
  if (keywords["catchup"] === undefined && scheduled) {
    notes.changed(
      place,
      "catchup is not set, and is true by default in Airflow 2; the manifest has false. Write dag.catchup: true to run the intervals since start_date",
    );
  }
  return keywords["catchup"] === true ? { catchup: true } : {};
}

function parametersOf({ keywords, place }: DagFacts, { notes, texts }: Tools): ManifestRuns {
  const params: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of mapOf(keywords["params"])) {
    const call = callOf(value);
    const plain = call?.name === "Param" ? (call.arguments[0] ?? mapOf(call.keywords).get("default") ?? null) : value;
    if (typeof plain === "object" && plain !== null) {
      notes.leftOut(place, `the parameter ${name} is a list or a map; write one parameter for each value`);
    } else {
      params[name] = typeof plain === "string" ? (texts.written(plain, `the parameter ${name}`, place) ?? null) : plain;
    }
    if (READ_AS_PARAMETER.includes(name)) {
      notes.changed(
        place,
        `the parameter ${name} is not a setting of Airflow, and had no effect; write dag.${name} if the workflow needs it`,
      );
    }
  }
  return Object.keys(params).length === 0 ? {} : { params };
}

/** Settings that DAGs list under `params`, where they do nothing. */
const READ_AS_PARAMETER = ["retries", "retry_delay"];

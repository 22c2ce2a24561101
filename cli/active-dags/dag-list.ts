import { isMap } from "../../diagnostics/is-map";

/** A DAG as an Airflow lists it. */
export interface ListedDag {
  readonly id: string;
  readonly paused: boolean;
  /** Whether Airflow starts its runs by itself, as far as the list says. */
  readonly active: boolean;
  /** In Airflow's words; undefined if the list has no schedules. */
  readonly schedule: string | undefined;
}

/** One answer of the API has at most 100 DAGs, and says how many there are. */
export interface DagList {
  readonly dags: readonly ListedDag[];
  /** How many DAGs Airflow has; undefined if the list does not say. */
  readonly total: number | undefined;
}

/** Airflow's description of a DAG that only people start, in all versions (airflow/timetables/simple.py). */
const NEVER = "Never, external triggers only";

/**
 * Reads the DAGs of one list: the output of `airflow dags list -o json`, the answer of `/api/v1/dags` or `/api/v2/dags`, or that
 * answer as `aws mwaa invoke-rest-api` prints it.
 *
 * @returns undefined if the text has another form
 */
export function readDagList(text: string): DagList | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const answer = isMap(parsed) && isMap(parsed["RestApiResponse"]) ? parsed["RestApiResponse"] : parsed;
  const listed = isMap(answer) ? answer["dags"] : answer;
  if (!Array.isArray(listed) || !listed.every(isDag)) {
    return undefined;
  }
  const total = isMap(answer) ? answer["total_entries"] : undefined;
  return { dags: listed.map(dagOf), total: typeof total === "number" ? total : undefined };
}

type Answer = Readonly<Record<string, unknown>> & { readonly dag_id: string };

function isDag(value: unknown): value is Answer {
  return isMap(value) && typeof value["dag_id"] === "string" && "is_paused" in value;
}

function dagOf(dag: Answer): ListedDag {
  const schedule = scheduleOf(dag);
  const paused = isTrue(dag["is_paused"]);
  const gone = isTrue(dag["is_stale"]) || (dag["is_active"] !== undefined && !isTrue(dag["is_active"]));
  return { id: dag.dag_id, paused, active: !paused && !gone && schedule !== NEVER, schedule };
}

/** The command line prints Booleans as Python's text. */
function isTrue(value: unknown): boolean {
  return value === true || value === "True";
}

function scheduleOf(dag: Answer): string | undefined {
  const { timetable_description: description, timetable_summary: summary, schedule_interval: interval } = dag;
  const expression = typeof summary === "string" ? summary : isMap(interval) ? intervalInWords(interval) : undefined;
  const words = [expression, description].filter((text): text is string => typeof text === "string" && text !== "");
  return words.at(-1) === NEVER ? NEVER : words.length === 0 ? undefined : words.join(": ");
}

/** The expression of a cron schedule; the length of an interval otherwise. */
function intervalInWords(interval: Readonly<Record<string, unknown>>): string {
  const lengths = Object.entries(interval).filter(([, length]) => typeof length === "number" && length !== 0);
  return typeof interval["value"] === "string"
    ? interval["value"]
    : `every ${lengths.map(([unit, length]) => `${String(length)} ${unit}`).join(", ")}`;
}

import { nextRuns } from "../../workflow/next-runs";
import type { DagData } from "../../workflow/compiled";
import { html, type Html, NOTHING } from "./html";

/** Runs that a page lists. */
const RUNS = 10;

const UK = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** A moment in the time of the United Kingdom: `Saturday 28 November 2026, 05:00 GMT`. */
export function ukTime(moment: Date): string {
  // Node's versions join the parts with different signs.
  const parts = Object.fromEntries(UK.formatToParts(moment).map(({ type, value }) => [type, value]));
  const { weekday = "", day = "", month = "", year = "", hour = "", minute = "", timeZoneName = "" } = parts;
  return `${weekday} ${day} ${month} ${year}, ${hour}:${minute} ${timeZoneName}`;
}

/** A day, `YYYY-MM-DD`, as `28 November 2026`. */
export function ukDay(day: string): string {
  return new Date(day).toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
}

/** The next runs of a workflow in the time of the United Kingdom, counted from the beginning of a day (UTC), `YYYY-MM-DD`. */
export function nextRunsOf(dag: DagData, day: string): Html {
  const runs = nextRuns(dag, new Date(day), RUNS);
  if (runs === undefined) {
    return isInterval(dag)
      ? html`The first run decides the times, because its interval does not divide a day.`
      : NOTHING;
  }
  if (runs.length === 0) {
    return html`None: the schedule ended on ${dag.end_date === null ? "its last day" : ukDay(dag.end_date)}.`;
  }
  return html`<ol>
      ${runs.map((run) => html`<li><time datetime="${run.toISOString()}">${ukTime(run)}</time></li>`)}
    </ol>
    ${
      dag.is_paused_upon_creation
        ? html`<p class="hint">Only after somebody unpauses the DAG: it is paused at first.</p>`
        : NOTHING
    }`;
}

function isInterval({ schedule }: DagData): boolean {
  return schedule !== null && typeof schedule === "object" && !("datasets" in schedule);
}

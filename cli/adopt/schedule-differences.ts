import { DEFAULTS } from "../../workflow/defaults";
import { decide, type Difference, differs } from "./difference";
import { runsAround, startDay } from "./first-run";
import type { PresentState } from "./present";
import type { AdoptedWorkflow } from "./workflows";

/** Dates, catch-up and pauses: the database of the new Airflow is empty. */
export function scheduleDifferences(
  { accepted, there }: AdoptedWorkflow,
  moveDay: string | undefined,
  { dags }: Pick<PresentState, "dags">,
): Difference[] {
  if (accepted === undefined) {
    return [];
  }
  const { dag } = accepted.compiled;
  return [
    ...pauseDifferences(dag, dags),
    ...(moveDay === undefined
      ? []
      : dateDifferences(dag, there?.manifest.dag.start_date ?? DEFAULTS.start_date, moveDay)),
    ...(dag.catchup ? catchUpDifferences(dag, moveDay) : []),
    ...(dag.depends_on_past
      ? [
          decide(
            "depends-on-past",
            "the first run here has no run before it, and starts; check that the last one there succeeded",
          ),
        ]
      : []),
  ];
}

type Dag = NonNullable<AdoptedWorkflow["accepted"]>["compiled"]["dag"];

function pauseDifferences(dag: Dag, dags: PresentState["dags"]): Difference[] {
  if (dags === undefined) {
    return [];
  }
  const there = dags.get(dag.dag_id);
  return there === undefined
    ? [decide("paused", `Airflow there has no DAG ${dag.dag_id}: find out whether it still runs`)]
    : there.paused
      ? [differs("paused", "paused there: leave it paused here")]
      : [];
}

function dateDifferences(dag: Dag, startThere: string, moveDay: string): Difference[] {
  const expected = startDay(dag.schedule, moveDay);
  const runs = runsAround(dag.schedule, moveDay);
  const wrong = [
    ...(dag.is_paused_upon_creation ? [] : ["is_paused_upon_creation: true"]),
    ...(expected === undefined || dag.start_date >= expected ? [] : [`start_date: "${expected}"`]),
  ];
  const first =
    runs === undefined ? "" : `; last run there ${minute(runs.last)}, first run here ${minute(runs.first)} UTC`;
  return [
    ...(wrong.length === 0
      ? []
      : [
          decide(
            "dates",
            `the manifest in the folder does not fit the move on ${moveDay}; write ${wrong.join(" and ")}`,
          ),
        ]),
    ...(dag.start_date === startThere && runs === undefined
      ? []
      : [differs("dates", `start_date ${dag.start_date}, there ${startThere}${first}`)]),
  ];
}

function catchUpDifferences(dag: Dag, moveDay: string | undefined): Difference[] {
  if (moveDay === undefined) {
    return [
      decide(
        "catch-up",
        `catchup is true and Airflow's database is new: every interval since ${dag.start_date} runs again, unless --move-day sets start_date`,
      ),
    ];
  }
  const again = (runsAround(dag.schedule, moveDay)?.onLastDay ?? 1) - 1;
  return again === 0
    ? []
    : [
        decide(
          "catch-up",
          `catchup is true: ${again} runs of ${dag.start_date} happen again, because start_date is a whole day; set catchup to false, or mark these runs as successful before you unpause`,
        ),
      ];
}

function minute(date: Date): string {
  return date.toISOString().slice(0, 16).replace("T", " ");
}

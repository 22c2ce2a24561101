import { DEFAULTS } from "../defaults";
import { type Timing, runsInAYear, runsStartedByDeploying } from "../runs-started";
import type { Manifest } from "../normalise";
import { scheduleInWords, scheduleOf } from "../schedule";
import { error, type Rule, warning } from "./rule";

/** Catch-up may start at most so many runs for a year without `large_catchup`. A daily schedule has 365. */
const MAXIMUM_RUNS_A_YEAR = 1000;

/** A deployment may start at most so many runs at once without `large_catchup`. */
const MAXIMUM_RUNS_AT_ONCE = 10_000;

/**
 * Catch-up starts no flood of runs, unless the manifest confirms it with `large_catchup`. A schedule exceeds the limit
 * of a year on its first day or never. A manifest that passes today therefore does not fail later, when more intervals
 * have passed.
 */
export const catchUpStartsNoFlood: Rule = ({ dag }, { environment: { today } }) => {
  const isAllowed = dag.large_catchup ?? DEFAULTS.large_catchup;
  const timing = timingOf(dag);
  if (!timing.catchup) {
    return isAllowed
      ? [
          {
            ...warning(
              "large-catchup-without-catchup",
              ["dag", "large_catchup"],
              "dag.large_catchup has no effect without dag.catchup; remove it, or set dag.catchup",
            ),
            atKey: true,
          },
        ]
      : [];
  }
  const aYear = runsOfFirstYear(timing);
  const atOnce = today === undefined ? 0 : runsStartedByDeploying(timing, new Date(today));
  if (isAllowed || (aYear <= MAXIMUM_RUNS_A_YEAR && atOnce <= MAXIMUM_RUNS_AT_ONCE)) {
    return [];
  }
  const number = atOnce > 0 ? `${count(atOnce)} runs when it is deployed` : `up to ${count(aYear)} runs a year`;
  return [
    error(
      "flood-of-runs",
      ["dag", "catchup"],
      `dag.catchup starts ${number} (${scheduleInWords(timing.schedule)}, from ${timing.start_date}); write a later start_date or a rarer schedule, remove catchup, or confirm the number with large_catchup: true`,
    ),
  ];
};

function timingOf(dag: Manifest["dag"]): Timing {
  return {
    schedule: scheduleOf(dag),
    start_date: dag.start_date ?? DEFAULTS.start_date,
    end_date: dag.end_date ?? null,
    catchup: dag.catchup ?? DEFAULTS.catchup,
  };
}

const A_YEAR = 366 * 86_400_000;

/** The number of runs in a year, or until the end date if that is earlier. */
function runsOfFirstYear(timing: Timing): number {
  const aYear = runsInAYear(timing.schedule);
  const end = Date.parse(timing.end_date ?? "");
  return end - Date.parse(timing.start_date) < A_YEAR
    ? Math.min(aYear, runsStartedByDeploying(timing, new Date(end + A_YEAR)))
    : aYear;
}

function count(runs: number): string {
  return runs.toLocaleString("en-GB");
}

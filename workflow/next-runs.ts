import { DAY, milliseconds, parsed, startOfDay } from "./cron";
import type { Timing } from "./runs-started";
import { CRON_PRESETS } from "./schedule";

/** Days to search for a run. The longest gap of a cron expression is eight years: 29 February, around 2100. */
const LONGEST_GAP = 8 * 366;

/**
 * The first runs that Airflow starts by time after `from`, at most `count` and none after `until`, in order. Empty if the schedule has ended.
 * Gives undefined if the manifest does not fix the times: a trigger, a dataset, `@once` or `@continuous` decides, or the moment of the
 * first run.
 *
 * Exact for timetables of data intervals, which platform/airflow/configuration-options.ts selects on every version of Airflow: a run
 * starts when its interval has ended, so the first time of a schedule starts none.
 *
 * @param until milliseconds since 1970. Default: no limit.
 */
export function nextRuns(timing: Timing, from: Date, count: number, until = Infinity): readonly Date[] | undefined {
  const times = timesAround(timing, Math.max(Date.parse(timing.start_date), 0), from.getTime());
  if (times === undefined) {
    return undefined;
  }
  const end = timing.end_date === null ? Infinity : Date.parse(timing.end_date);
  const runs: Date[] = [];
  let interval = times.next();
  while (interval.done !== true && interval.value <= end && runs.length < count) {
    const ended = times.next();
    if (ended.done === true || ended.value > until) {
      break;
    }
    runs.push(new Date(ended.value));
    interval = ended;
  }
  return runs;
}

/** The times of a schedule: the last one at or before `from`, or the first after `start` if that is later, and those after it. */
function timesAround({ schedule, catchup }: Timing, start: number, from: number): Iterator<number> | undefined {
  if (schedule === null) {
    return undefined;
  }
  if (typeof schedule === "string") {
    return cronTimes(CRON_PRESETS[schedule] ?? schedule, start, from);
  }
  if ("datasets" in schedule) {
    return undefined;
  }
  const step = milliseconds(schedule);
  // Without catch-up, Airflow aligns the first interval with its own clock, which agrees with midnight only for such steps
  // (DeltaDataIntervalTimetable in airflow/timetables/interval.py).
  return catchup || DAY % step === 0 ? intervalTimes(step, start, from) : undefined;
}

function* intervalTimes(step: number, start: number, from: number): Generator<number> {
  for (let time = start + Math.max(0, Math.floor((from - start) / step)) * step; ; time += step) {
    yield time;
  }
}

function cronTimes(expression: string, start: number, from: number): Iterator<number> | undefined {
  const cron = parsed(expression);
  if (cron === undefined) {
    return undefined;
  }
  const timesOf = (day: number): number[] =>
    cron.runsOn(new Date(day)) ? cron.times.map((time) => day + time).sort((a, b) => a - b) : [];
  const searched = LONGEST_GAP * DAY;
  const first = lastTime(timesOf, Math.max(start, from - searched), from) ?? start;
  return (function* (): Generator<number> {
    let last = first;
    for (let day = startOfDay(first); day <= last + searched; day += DAY) {
      for (const time of timesOf(day).filter((one) => one >= first)) {
        last = time;
        yield time;
      }
    }
  })();
}

/** The last time at or before `from`, and not before `start`; undefined without one. */
function lastTime(timesOf: (day: number) => number[], start: number, from: number): number | undefined {
  for (let day = startOfDay(from); day >= startOfDay(start); day -= DAY) {
    const time = timesOf(day)
      .filter((one) => one >= start && one <= from)
      .at(-1);
    if (time !== undefined) {
      return time;
    }
  }
  return undefined;
}

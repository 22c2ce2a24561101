/** A moment in a time zone, as Python's `datetime` keeps it: the clock's own reading, and which of two equal readings is meant. */
export interface Moment {
  readonly kind: "moment";
  /** The clock's reading, in milliseconds since 1970 as if the clock showed UTC. */
  readonly clock: number;
  /** Microseconds beyond the milliseconds, from 0 to 999. */
  readonly micros: number;
  readonly zone: Zone;
  /** Whether the second of two equal readings is meant, in the hour that a clock repeats in autumn (PEP 495). */
  readonly fold: boolean;
}

/** A day without a time. */
export interface Day {
  readonly kind: "day";
  /** Milliseconds since 1970 of its midnight in UTC. */
  readonly clock: number;
}

/** The time zones that a template may name. */
export type Zone = "UTC" | "Europe/London";

const DAY = 86_400_000;

const LONDON = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", timeZoneName: "longOffset" });

/** Reads the offset of a zone from UTC at a moment in UTC, in milliseconds. */
function offsetAt(utc: number, zone: Zone): number {
  const name =
    zone === "UTC" ? "" : (LONDON.formatToParts(utc).find(({ type }) => type === "timeZoneName")?.value ?? "");
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

/** The offsets that a clock's reading can have: before and after a change of the clock that is near, if there is one. */
function offsetsOf(clock: number, zone: Zone): { before: number; after: number } {
  const before = offsetAt(clock - DAY, zone);
  const after = offsetAt(clock + DAY, zone);
  const fitting = [before, after].filter((offset) => offsetAt(clock - offset, zone) === offset);
  const [only] = fitting;
  return fitting.length === 1 && only !== undefined ? { before: only, after: only } : { before, after };
}

/** Offset of a moment from UTC, in milliseconds. */
export function offsetOf({ clock, zone, fold }: Moment): number {
  const { before, after } = offsetsOf(clock, zone);
  return fold ? after : before;
}

/** The moment in milliseconds since 1970. */
export function utcOf(moment: Moment): number {
  return moment.clock - offsetOf(moment);
}

/** The moment in a zone; `utc` is in milliseconds since 1970. */
export function momentAt(utc: number, micros = 0, zone: Zone = "UTC"): Moment {
  const clock = utc + offsetAt(utc, zone);
  const { before, after } = offsetsOf(clock, zone);
  return { kind: "moment", clock, micros, zone, fold: before !== after && clock - utc === after };
}

/**
 * Reads a moment as people write it: `2025-03-04T05:06:07+00:00`, with at most microseconds. Without an offset it is UTC, and
 * without a time midnight. Gives undefined for any other text.
 */
export function readMoment(text: string): Moment | undefined {
  const [, day, time = "00:00", fraction = "", offset = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const utc = day === undefined ? Number.NaN : Date.parse(`${day}T${time}${offset}`);
  // Some engines read February 30th as a day of March.
  if (day === undefined || Number.isNaN(utc) || new Date(`${day}T00:00Z`).toISOString().slice(0, 10) !== day) {
    return undefined;
  }
  const micros = Number(fraction.slice(1).padEnd(6, "0"));
  return momentAt(utc + Math.floor(micros / 1000), micros % 1000);
}

/** The moment that a clock's reading means, as `pendulum` chooses: the later of two, and past a gap. */
function onTheClock(clock: number, micros: number, zone: Zone, fold: boolean): Moment {
  const { before, after } = offsetsOf(clock, zone);
  const isGap = before < after && offsetAt(clock - before, zone) !== before;
  const change = fold ? after - before : before - after;
  return { kind: "moment", clock: isGap ? clock + change : clock, micros, zone, fold };
}

/**
 * Moves a moment as `pendulum.DateTime.add` does: by the clock if a unit of changing length is among the amounts, else by the
 * seconds that pass.
 *
 * Source: https://github.com/python-pendulum/pendulum/blob/3.0.0/src/pendulum/datetime.py
 */
export function added(moment: Moment, amounts: Readonly<Record<string, number>>): Moment {
  const { years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = amounts;
  const passing = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  if (years === 0 && months === 0 && weeks === 0 && days === 0) {
    return momentAt(utcOf(moment) + passing, moment.micros, moment.zone);
  }
  const clock = afterMonths(moment.clock, years * 12 + months) + (weeks * 7 + days) * DAY + passing;
  return onTheClock(clock, moment.micros, moment.zone, true);
}

/** The same day of a later month, or the month's last day if it is shorter. */
function afterMonths(clock: number, months: number): number {
  const date = new Date(clock);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first + (Math.min(date.getUTCDate(), length) - 1) * DAY + (((clock % DAY) + DAY) % DAY);
}

/** Moves a moment by seconds that pass, or a day by the whole days in them. */
export function moved(date: Moment | Day, seconds: number): Moment | Day {
  return date.kind === "moment"
    ? added(date, { seconds })
    : { kind: "day", clock: date.clock + Math.floor(seconds / 86_400) * DAY };
}

/** Sets parts of the clock's reading. */
export function withFields(moment: Moment, fields: Readonly<Record<string, number>>): Moment {
  const date = new Date(moment.clock);
  const micros = fields["microsecond"] ?? date.getUTCMilliseconds() * 1000 + moment.micros;
  date.setUTCDate(fields["day"] ?? date.getUTCDate());
  date.setUTCHours(
    fields["hour"] ?? date.getUTCHours(),
    fields["minute"] ?? date.getUTCMinutes(),
    fields["second"] ?? date.getUTCSeconds(),
    Math.floor(micros / 1000),
  );
  return onTheClock(date.getTime(), micros % 1000, moment.zone, moment.fold);
}

/** The day of a moment. */
export function dayOf({ clock }: Moment): Day {
  return { kind: "day", clock: Math.floor(clock / DAY) * DAY };
}

/** The day that `YYYY-MM-DD` names. */
export function readDay(text: string): Day {
  return { kind: "day", clock: Date.parse(`${text}T00:00Z`) };
}

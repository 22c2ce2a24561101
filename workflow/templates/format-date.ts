import { type Day, type Moment, offsetOf } from "./moment";

const DAY = 86_400_000;

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

function padded(number: number, width: number, filling = "0"): string {
  return String(number).padStart(width, filling);
}

/** `+01:00` with a separator, or `+0100` without. */
function offset(moment: Moment, separator: string): string {
  const minutes = offsetOf(moment) / 60_000;
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${padded(Math.floor(size / 60), 2)}${separator}${padded(size % 60, 2)}`;
}

function micros(date: Moment | Day): number {
  return date.kind === "day" ? 0 : new Date(date.clock).getUTCMilliseconds() * 1000 + date.micros;
}

/** A date as Python's `isoformat` writes it: microseconds only if there are any. */
export function isoFormat(date: Moment | Day, separator = "T"): string {
  const day = formatDate(date, "%Y-%m-%d");
  if (date.kind === "day") {
    return day;
  }
  const fraction = micros(date) === 0 ? "" : `.${padded(micros(date), 6)}`;
  return `${day}${separator}${formatDate(date, "%H:%M:%S")}${fraction}${offset(date, ":")}`;
}

/** Days since the first of January. */
function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY);
}

/** Year and week of ISO 8601: the week's Thursday decides. */
function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY);
  return { year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

/** Numbers by their code: value and width. `-` after `%` leaves out the leading zeros. */
function numberOf(code: string, date: Date): readonly [value: number, width: number] | undefined {
  switch (code) {
    case "d":
      return [date.getUTCDate(), 2];
    case "H":
      return [date.getUTCHours(), 2];
    case "I":
      return [date.getUTCHours() % 12 || 12, 2];
    case "j":
      return [dayOfYear(date) + 1, 3];
    case "m":
      return [date.getUTCMonth() + 1, 2];
    case "M":
      return [date.getUTCMinutes(), 2];
    case "S":
      return [date.getUTCSeconds(), 2];
    case "U":
      return [Math.floor((dayOfYear(date) + 7 - date.getUTCDay()) / 7), 2];
    case "W":
      return [Math.floor((dayOfYear(date) + 7 - ((date.getUTCDay() + 6) % 7)) / 7), 2];
    case "y":
      return [date.getUTCFullYear() % 100, 2];
    case "V":
      return [isoWeek(date).week, 2];
    default:
      return undefined;
  }
}

/** Codes that stand for others. */
const COMPOSED: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

function textOf(code: string, date: Moment | Day, clock: Date): string {
  const weekday = WEEKDAYS[clock.getUTCDay()] ?? "";
  const month = MONTHS[clock.getUTCMonth()] ?? "";
  switch (code) {
    case "a":
      return weekday.slice(0, 3);
    case "A":
      return weekday;
    case "b":
      return month.slice(0, 3);
    case "B":
      return month;
    case "e":
      return padded(clock.getUTCDate(), 2, " ");
    case "f":
      return padded(micros(date), 6);
    case "G":
      return String(isoWeek(clock).year);
    case "p":
      return clock.getUTCHours() < 12 ? "AM" : "PM";
    case "u":
      return String(clock.getUTCDay() || 7);
    case "w":
      return String(clock.getUTCDay());
    case "Y":
      return String(clock.getUTCFullYear());
    case "z":
      return date.kind === "day" ? "" : offset(date, "");
    case "Z":
      return date.kind === "day" ? "" : date.zone === "UTC" ? "UTC" : offsetOf(date) === 0 ? "GMT" : "BST";
    default:
      return "%";
  }
}

/**
 * A date in a format of `strftime`, with the codes that `strftime.ts` admits, as Python writes it in English.
 *
 * Source: https://docs.python.org/3.11/library/datetime.html#strftime-and-strptime-format-codes
 */
export function formatDate(date: Moment | Day, format: string): string {
  const clock = new Date(date.clock);
  return format.replace(/%(-?)([a-zA-Z%])/g, (_all, dash: string, code: string) => {
    const composed = COMPOSED[code];
    if (composed !== undefined) {
      return formatDate(date, composed);
    }
    const [value, width] = numberOf(code, clock) ?? [];
    return value === undefined ? textOf(code, date, clock) : padded(value, dash === "" ? (width ?? 0) : 0);
  });
}

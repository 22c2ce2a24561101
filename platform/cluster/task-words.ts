import type { RunningTask } from "./running-tasks";

/** A task, its owner, and how long it has run, in words. */
export function taskWords({ pod, workflow, task, owner, since }: RunningTask, now: Date): string {
  const name = workflow === null ? `pod ${pod}` : [workflow, task].filter((part) => part !== null).join(", task ");
  return `${name}${owner === null ? "" : ` (${owner})`}, since ${minuteWords(since)}, for ${durationWords(since, now)}`;
}

/** A moment to the minute, in UTC. */
export function minuteWords(moment: string): string {
  return `${moment.slice(0, 16).replace("T", " ")} UTC`;
}

/** The time from a moment until now, in the two largest units. */
export function durationWords(since: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 60_000));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) {
    return `${days} d ${hours} h`;
  }
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

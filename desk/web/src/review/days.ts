// Times as those who read them count: in days of their own time zone, and from now.

/** Day is what happened on one day. */
export interface Day<T> {
  /** The day as YYYY-MM-DD. */
  day: string;
  title: string;
  entries: T[];
}

/** daysOf groups entries by the day of their time; their order stays. */
export function daysOf<T extends { time: string }>(entries: readonly T[], now = new Date()): Day<T>[] {
  const days: Day<T>[] = [];
  for (const entry of entries) {
    const date = new Date(entry.time);
    const day = dayOf(date);
    const last = days[days.length - 1];
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, title: titleOf(date, now), entries: [entry] });
  }
  return days;
}

function dayOf(date: Date): string {
  if (Number.isNaN(date.valueOf())) return "unknown";
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function titleOf(date: Date, now: Date): string {
  const day = dayOf(date);
  if (day === "unknown") return "At an unknown time";
  if (day === dayOf(now)) return "Today";
  if (day === dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return "Yesterday";
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric", year });
}

/** dayWords names the day of a time within a sentence. */
export function dayWords(time: string, now = new Date()): string {
  return titleOf(new Date(time), now).replace(/^(Today|Yesterday|At)/, (word) => word.toLowerCase());
}

/** clock returns the time of day. */
export function clock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.valueOf()) ? time : date.toLocaleTimeString(undefined, { timeStyle: "short" });
}

/** wholeMoment returns the day and the time with its zone. */
export function wholeMoment(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.valueOf()) ? time : date.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86400],
  ["month", 30 * 86400],
  ["week", 7 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

const relative = new Intl.RelativeTimeFormat("en");

/** ago returns how long ago a time was. */
export function ago(time: string, now = Date.now()): string {
  const seconds = (now - new Date(time).valueOf()) / 1000;
  if (Number.isNaN(seconds)) return "";
  for (const [unit, length] of steps) {
    if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit);
  }
  return "just now";
}

import type { Position } from "./api";

/** count returns a number with its noun: "1 test", "1,204 tests". */
export function count(n: number, noun: string, plural = noun + "s"): string {
  return `${number(n)} ${n === 1 ? noun : plural}`;
}

export function number(n: number): string {
  return n.toLocaleString("en-US");
}

/** place returns a position as editors read it, with the file below its root. */
export function place(p: Position): string {
  return withLine(p.file.startsWith(root) ? p.file.slice(root.length) : p.file, p);
}

/** wholePlace returns a position with the whole path of its file. */
export function wholePlace(p: Position): string {
  return withLine(p.file, p);
}

function withLine(file: string, p: Position): string {
  return p.line ? `${file}:${p.line}` : file;
}

let root = "";

/** shorten says how files are shown: below the directory that they are all in. */
export function shorten(files: { path: string; shown?: string }[]): void {
  const [first] = files;
  root = first?.shown ? first.path.slice(0, first.path.length - first.shown.length) : "";
}

/** percent returns a chance in words. */
export function percent(chance: number): string {
  const hundredths = chance * 100;
  if (hundredths > 0 && hundredths < 1) return "under 1%";
  return `${Math.round(hundredths)}%`;
}

/** moment returns a time as its reader's clock shows it. */
export function moment(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.valueOf())) return time;
  return date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

const displayNames = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** tag returns a code of a language as HTML knows it; undefined if it is none. */
export function tag(code: string | undefined): string | undefined {
  if (!code) return undefined;
  const written = code.replace(/_/g, "-");
  try {
    return displayNames.of(written) ? written : undefined;
  } catch {
    return undefined;
  }
}

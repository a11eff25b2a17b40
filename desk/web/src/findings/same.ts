import type { Finding, Row } from "../api";

/** Same is a finding that is the same in several places. */
export interface Same {
  key: string;
  /** The first of them; the others differ in their place only. */
  finding: Finding;
  places: Finding[];
}

const fewest = 3; // a pair is read sooner where it is than it is opened

/** sameKey tells findings apart by what they say, and not by where they are. */
export function sameKey(finding: Finding): string {
  return JSON.stringify([finding.severity, finding.code, finding.message, finding.hint ?? ""]);
}

/** sameOf returns the findings of responses that repeat, with their places. */
export function sameOf(rows: readonly Row[]): Same[] {
  const groups = new Map<string, Same>();
  for (const finding of rows.flatMap((row) => row.found ?? [])) {
    const key = sameKey(finding);
    const group = groups.get(key);
    if (group) group.places.push(finding);
    else groups.set(key, { key, finding, places: [finding] });
  }
  return [...groups.values()].filter((group) => group.places.length >= fewest);
}

import { signal } from "@preact/signals";
import type { Finding, Op } from "../api";
import { announce } from "../announce";
import { changes } from "../content";
import { step } from "../draft/edits";
import { focusSoon, notDone } from "../write/do";
import { idOf } from "../write/Writing";

// A fix is a step that the server has tried: the page only sends it.

/** Why the last fix of a list of findings was not made; empty if it was. */
export const notFixed = signal("");

/** The fixes that are being made, or were made and are still shown. */
export const fixed = signal<ReadonlySet<string>>(new Set());

/** The id of the title of the list of all findings. */
export const listTitle = "findings-title";

/** Counts the fixes that were made, so that lists are read again. */
export const answers = signal(0);

/** keyOf tells fixes apart. */
export function keyOf(finding: Finding): string {
  return JSON.stringify([finding.code, finding.position.file, finding.fix?.ops]);
}

/** Alike are findings that one step fixes in the same way. */
export interface Alike {
  label: string;
  findings: Finding[];
}

/** alike returns the findings of which several are fixed in the same way. */
export function alike(findings: Finding[]): Alike[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (!finding.fix || fixed.value.has(keyOf(finding))) continue;
    const key = JSON.stringify([finding.code, finding.fix.label]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => ({ label: group[0]?.fix?.label ?? "", findings: group }));
}

const mostOps = 1000; // of a step

/** fix makes a step of the fixes of findings, each field once, and returns whether it was made. */
export async function fix(findings: Finding[], said: string, focus?: string): Promise<boolean> {
  const inList = document.getElementById(listTitle) !== null;
  const ops: Op[] = [];
  const taken: Finding[] = [];
  const fields = new Set<string>();
  for (const finding of findings) {
    const more = finding.fix?.ops ?? [];
    const own = [...new Set(more.map(fieldOf))];
    if (own.some((field) => fields.has(field)) || ops.length + more.length > mostOps) continue;
    own.forEach((field) => fields.add(field));
    ops.push(...more);
    taken.push(finding);
  }
  if (ops.length === 0 || taken.some((finding) => fixed.peek().has(keyOf(finding)))) return false;
  notFixed.value = "";
  notDone.value = null;
  mark(taken, true);
  const before = document.activeElement;
  const { refused, conflict } = await step(ops);
  if (refused) {
    mark(taken, false);
    const why = conflict ? "it was changed since it was checked. Nothing is lost: the page shows what is there now." : refused;
    if (inList) notFixed.value = why;
    else notDone.value = { response: taken[0]?.response ?? "", number: taken[0]?.number ?? 0, why };
    if (conflict) changes.value++;
    return false;
  }
  if (inList) answers.value++;
  else forget(); // the answer has replaced what was shown
  announce(said);
  focusSoon(() => focus ?? fieldOfFix(ops[0]), before); // of the answer, once it is drawn
  return true;
}

function mark(findings: Finding[], on: boolean): void {
  const next = new Set(fixed.peek());
  for (const finding of findings) {
    if (on) next.add(keyOf(finding));
    else next.delete(keyOf(finding));
  }
  fixed.value = next;
}

/** forget lets fixes be made again, once what is shown is newer than they are. */
export function forget(): void {
  if (fixed.peek().size > 0) fixed.value = new Set();
}

function fieldOf(op: Op): string {
  return JSON.stringify([op.response, op.number, op.path, op.language ?? ""]);
}

/** fieldOfFix returns the id of what an op has changed in the page. */
function fieldOfFix(op: Op | undefined): string {
  const { response = "", number = 0, path = "", language = "" } = op ?? {};
  const id = idOf({ response, number, path, language });
  if (path && document.getElementById(id)) return id;
  return number ? "variation-" + number : "response-title";
}

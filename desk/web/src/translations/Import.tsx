import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { announce } from "../announce";
import { changes } from "../content";
import { settle } from "../draft/edits";
import { reasonOf, take } from "../draft/store";
import { Pieces } from "../response/Pieces";
import { FindingNotes } from "../shell/FindingNote";
import { count, number, tag } from "../words";
import { language, listing } from "./store";
import { send, type Imported } from "./send";

const policies = [
  ["stale", "Also take translations whose source has changed since the export"],
  ["theirs", "Also replace translations that were changed here since the export"],
  ["fuzzy", "Also take translations that are marked as not finished"],
] as const;

/** Chosen is the file of a translator that is looked at, as it was read: what is written is what was looked at. */
interface Chosen {
  name: string;
  data: Blob;
  language: string;
}

/** It is not in the address: a page cannot open a file again. */
const chosen = signal<Chosen | null>(null);
const allowed = signal<readonly string[]>([]);
const report = signal<Imported | null>(null);
const trouble = signal("");
const busy = signal(false);
const done = signal("");
const largest = 16 << 20; // bytes, as view.MaxImport: a server that refuses more closes the connection

/** The question whose answer is waited for; those before it do not matter any more. */
let asked: AbortController | null = null;

/** Import takes the file of a translator: it says what the file changes before it does. */
export function Import() {
  const name = listing.value?.language === language.value ? listing.value.name : language.value;
  const seen = report.value?.language === language.value ? report.value : null;
  const field = useRef<HTMLInputElement>(null);
  // What was said of a file is about its language.
  useEffect(() => {
    if (!chosen.peek() || chosen.peek()?.language === language.value) return;
    forget();
    if (field.current) field.current.value = "";
  }, [language.value]);
  return (
    <details class="import">
      <summary>Import a translator's file</summary>
      <p class="small quiet">XLIFF, PO or CSV, into {name}. Nothing changes before you have seen what the file changes.</p>
      <label for="import-file">File</label>
      <input
        id="import-file"
        type="file"
        accept=".xlf,.xliff,.po,.csv,.tsv,.txt,.xml"
        ref={field}
        onClick={(event) => (event.currentTarget.value = "")} // so that the same file can be chosen again once it was saved anew
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void open(file);
        }}
      />
      {policies.map(([key, words]) => (
        <label key={key} class="policy">
          <input
            type="checkbox"
            checked={allowed.value.includes(key)}
            onChange={(event) => {
              allowed.value = event.currentTarget.checked ? [...allowed.value, key] : allowed.value.filter((one) => one !== key);
              void check();
            }}
          />
          {words}
        </label>
      ))}
      <div role="status">
        {trouble.value && (
          <p class="finding bad" dir="auto">
            Not imported: {trouble.value}
          </p>
        )}
        {done.value && <p class="ok">{done.value}</p>}
        {busy.value && <p class="quiet">Reading the file…</p>}
      </div>
      {seen && !busy.value && <Report seen={seen} />}
    </details>
  );
}

function Report({ seen }: { seen: Imported }) {
  return (
    <section class="report" aria-labelledby="report-title">
      <h3 id="report-title" dir="auto">
        {seen.name}
      </h3>
      <p class="sub">
        <span>{count(seen.written, "translation")} to write</span>
        {seen.refused > 0 && <span class="bad">{number(seen.refused)} left out</span>}
        {seen.unchanged > 0 && <span>{number(seen.unchanged)} unchanged</span>}
        {seen.empty > 0 && <span>{number(seen.empty)} empty</span>}
      </p>
      {seen.written > seen.most && (
        <p class="warn">
          One import writes at most {number(seen.most)} translations. Export the texts in one state, or split the file.
        </p>
      )}
      {seen.written > 0 && seen.written <= seen.most && (
        <button type="button" onClick={() => void apply()}>
          Write {count(seen.written, "translation")} into my draft
        </button>
      )}
      {seen.findings.length > 0 && (
        <>
          <h4>
            {[seen.errors > 0 ? count(seen.errors, "error") : "", seen.warnings > 0 ? count(seen.warnings, "warning") : ""].filter(Boolean).join(", ")}
          </h4>
          <FindingNotes findings={seen.findings} placed />
          {seen.findings.length < seen.errors + seen.warnings && <p class="quiet">These are the first {number(seen.findings.length)}.</p>}
        </>
      )}
      {seen.changes.length > 0 && (
        <>
          <h4>What changes</h4>
          <ul class="import-changes">
            {seen.changes.map((change) => (
              <li key={JSON.stringify([change.line, change.response, change.number, change.where])}>
                <span class="small">
                  <span class="mono">{change.response}</span>, variation {change.number}, {change.where}, line {change.line}
                </span>
                {change.before.length > 0 && (
                  <del class="words" dir="auto" lang={tag(seen.language)}>
                    <Pieces pieces={change.before} />
                  </del>
                )}
                <span class="words" dir="auto" lang={tag(seen.language)}>
                  <Pieces pieces={change.after} />
                </span>
              </li>
            ))}
          </ul>
          {seen.changes.length < seen.written && <p class="quiet">These are the first {number(seen.changes.length)}.</p>}
        </>
      )}
    </section>
  );
}

function path(file: Chosen, applied: boolean): string {
  const to = new URLSearchParams({ language: file.language, name: file.name });
  for (const key of allowed.peek()) to.set(key, "1");
  if (applied) to.set("apply", "1");
  return "translations/import?" + to.toString();
}

/** forget drops the file, and what was said of it. */
function forget(): void {
  asked?.abort();
  asked = null;
  chosen.value = report.value = null;
  trouble.value = done.value = "";
  busy.value = false;
}

/** open reads a file, and asks what it changes. */
async function open(file: File): Promise<void> {
  forget();
  if (file.size > largest) {
    trouble.value = `${file.name} is larger than ${number(largest >> 20)} MiB. Export fewer texts at a time, such as those that are left to do.`;
    return;
  }
  const into = language.peek();
  try {
    const data = new Blob([await file.arrayBuffer()]);
    chosen.value = { name: file.name, data, language: into };
  } catch {
    trouble.value = `${file.name} cannot be read: choose it again.`;
    return;
  }
  await check();
}

/** check asks what the file changes. */
async function check(): Promise<void> {
  const file = chosen.peek();
  if (!file) return;
  await run(file, false, (seen) => {
    report.value = seen;
    announce(`${seen.name}: ${count(seen.written, "translation")} to write, ${number(seen.refused)} left out`);
  });
}

/** apply writes what the file changes into the draft. */
async function apply(): Promise<void> {
  const file = chosen.peek();
  if (!file || busy.peek()) return;
  busy.value = true; // one click is one import
  await settle(); // what was typed comes before it
  await run(file, true, (seen) => {
    if (seen.draft) take(seen.draft);
    report.value = null;
    changes.value++;
    done.value = `${count(seen.written, "translation")} from ${seen.name} in your draft. ${seen.written > 0 ? "Undo takes them back in one step." : "Nothing was left to write."}`;
  });
}

async function run(file: Chosen, applied: boolean, then: (seen: Imported) => void): Promise<void> {
  asked?.abort();
  const mine = (asked = new AbortController());
  trouble.value = done.value = "";
  busy.value = true;
  try {
    const seen = await send(path(file, applied), file.data, mine.signal);
    if (asked === mine) then(seen);
  } catch (failure) {
    if (asked === mine) trouble.value = reasonOf(failure);
  } finally {
    if (asked === mine) busy.value = false;
  }
}

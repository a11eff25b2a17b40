import { useSignal } from "@preact/signals";
import type { Change, Conflict, Differing, Json } from "../api";
import { canWrite, channelTitle } from "../content";
import { change, draft } from "../draft/store";
import { format } from "../route";
import { FindingNote } from "../shell/FindingNote";
import { Place } from "../file/link";
import { count } from "../words";
import { show } from "../write/Writing";
import { BeforeAfter, Diff, Side } from "./Differences";

/** ReviewView is what the draft changes, and what comes of it. */
export function ReviewView() {
  const now = draft.value;
  if (!canWrite.value) {
    return (
      <main class="page" id="main">
        <div class="measure">
          <h2 class="page-title">Review</h2>
          <p>This page is read-only: there is no draft.</p>
        </div>
      </main>
    );
  }
  return (
    <main class="page" id="main">
      <div class="measure">
        <h2 class="page-title" tabIndex={-1} id="review-title">
          Review your draft
        </h2>
        {now && (
          <>
            <p class="sub">
              {now.conflicts.length > 0 && <span class="warn">{count(now.conflicts.length, "conflict")}</span>}
              <span>{count(now.changes.length, "change")}</span>
              <span>{count(now.files.length, "file")}</span>
              <span role="status">{now.check.state === "checking" ? "checking…" : "checked"}</span>
            </p>
            {!now.dirty && now.conflicts.length === 0 && <p class="empty">Your draft has no changes. What you write in a response is kept here until you publish it.</p>}
            {!now.dirty && now.publish.differs && <p>The files are not what is live: they can be published as they are.</p>}
            <Conflicts conflicts={now.conflicts} />
            <Changes changes={now.changes} dirty={now.dirty} checking={now.check.state === "checking"} />
            <Found />
            <Tests differing={now.check.differing} failed={now.check.tests.failed} cases={now.check.tests.cases} />
            <Replayed />
            {now.dirty && <Discard />}
          </>
        )}
      </div>
    </main>
  );
}

function hrefOf(response: string, more: Record<string, string> = {}): string {
  return format({ view: "responses", name: response, params: new URLSearchParams(more) });
}

function Changes({ changes, dirty, checking }: { changes: Change[]; dirty: boolean; checking: boolean }) {
  if (changes.length === 0) {
    if (!dirty) return null;
    return <p>{checking ? "The differences come with the check." : "The files differ, but mean the same."}</p>;
  }
  const names = [...new Set(changes.map((one) => one.response))];
  return (
    <section aria-labelledby="review-changes">
      <h3 id="review-changes">What differs</h3>
      {names.map((name) => (
        <div key={name} class="changed-response">
          <h4>
            <a class="mono" href={hrefOf(name)}>
              {name}
            </a>
          </h4>
          <ul>
            {changes
              .filter((one) => one.response === name)
              .map((one, index) => (
                <li key={index}>
                  <p class="change-head">
                    <span>
                      {one.words}
                      {one.language && !one.words.includes(one.language) && ` (${one.language})`}
                    </span>
                    {one.kind !== "reordered" && (
                      <button
                        type="button"
                        class="plain"
                        aria-label={`Revert: ${one.words} in ${name}`}
                        onClick={() => void change("revert", fieldOf(one), `Reverted: ${one.words}`)}
                      >
                        Revert
                      </button>
                    )}
                  </p>
                  <Diff words={one.diff} before={one.before} after={one.after} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function fieldOf(one: Change) {
  const field: Record<string, string | number> = { response: one.response };
  if (one.number) field.number = one.number;
  if (one.path) field.path = one.path;
  if (one.language) field.language = one.language;
  return field;
}

function Conflicts({ conflicts }: { conflicts: Conflict[] }) {
  if (conflicts.length === 0) return null;
  return (
    <section aria-labelledby="review-conflicts">
      <h3 id="review-conflicts">Choose what to keep</h3>
      <p>The content changed where you changed it too. Nothing is lost: choose for each field.</p>
      {conflicts.map((one) => (
        <ConflictCard key={JSON.stringify(one.ref)} conflict={one} />
      ))}
    </section>
  );
}

function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { response, number, path, language, file, base, mine, theirs, message, gone } = conflict;
  const what = file ? file : [path, language && `(${language})`, number ? `of variation ${number}` : ""].filter(Boolean).join(" ");
  const own = useSignal<string | null>(null);
  const resolve = (choice: { mine?: boolean; value?: Json }, said: string) => void change("resolve", { ref: conflict.ref, choice }, said);
  const isText = typeof mine === "string" && !file && !gone;
  return (
    <article class="card conflict" aria-label={`Conflict: ${what} ${response ?? ""}`}>
      <h4>
        {response && (
          <a class="mono" href={hrefOf(response)}>
            {response}
          </a>
        )}{" "}
        {what}
      </h4>
      <p class="quiet" dir="auto">
        {message}
      </p>
      <div class="three">
        <Side label="Before">{valueOf(base)}</Side>
        <Side label="Yours">
          {valueOf(mine)}
          <button type="button" onClick={() => resolve({ mine: true }, "Kept yours")}>
            Keep mine
          </button>
        </Side>
        <Side label={gone ? "Theirs: removed" : "Theirs"}>
          {valueOf(theirs)}
          <button type="button" onClick={() => resolve({}, "Took theirs")}>
            Take theirs
          </button>
        </Side>
      </div>
      {isText && (
        <details>
          <summary>Write both together</summary>
          <textarea class="write" aria-label={`Merged ${what}`} rows={2} dir="auto" value={own.value ?? String(mine)} onInput={(event) => (own.value = event.currentTarget.value)} />
          <button type="button" onClick={() => resolve({ value: own.value ?? mine }, "Took the merged text")}>
            Use this text
          </button>
        </details>
      )}
    </article>
  );
}

function valueOf(value: Json) {
  if (value === null || value === undefined) return <p class="quiet">nothing</p>;
  return typeof value === "string" ? (
    <p class="said-line" dir="auto">
      {value}
    </p>
  ) : (
    <pre dir="auto" tabIndex={0}>
      {show(value)}
    </pre>
  );
}

function Found() {
  const found = draft.value?.check.found ?? [];
  if (found.length === 0) return null;
  return (
    <section aria-labelledby="review-findings">
      <h3 id="review-findings">New findings</h3>
      {found.map((finding, index) => (
        <div key={index}>
          {finding.response && (
            <p class="about-line">
              <a class="mono" href={hrefOf(finding.response)}>
                {finding.response}
              </a>
              {finding.number ? `, variation ${finding.number}` : ""}
            </p>
          )}
          <FindingNote finding={finding} placed />
        </div>
      ))}
    </section>
  );
}

function Tests({ differing, failed, cases }: { differing: Differing[]; failed: number; cases: number }) {
  if (cases === 0) return null;
  const other = failed - differing.length;
  return (
    <section aria-labelledby="review-tests">
      <h3 id="review-tests">Tests</h3>
      {differing.length === 0 && <p class="ok">The draft breaks no test.</p>}
      {other > 0 && <p class="bad">{count(other, "case fails", "cases fail")} with and without the draft.</p>}
      {differing.map((one) => (
        <div key={one.file + one.name} class="differing">
          <p class="change-head">
            <span>
              <b dir="auto">{one.name}</b>{" "}
              <Place position={one.position} />
            </span>
            <span class="actions">
              <button
                type="button"
                aria-label={`Accept as the new expectation: ${one.name}`}
                onClick={() => void change("accept", { cases: [{ file: one.file, name: one.name }] }, `Accepted: ${one.name}`)}
              >
                Accept as the new expectation
              </button>
              <a href={hrefOf(one.response)}>Go to the response</a>
            </span>
          </p>
          <BeforeAfter before={one.before} after={one.after} labels={["Said before", "Says now"]} />
        </div>
      ))}
      {differing.length > 1 && (
        <button type="button" onClick={() => void change("accept", { cases: differing.map(({ file, name }) => ({ file, name })) }, "Accepted all")}>
          Accept all {differing.length}
        </button>
      )}
    </section>
  );
}

function Replayed() {
  const replay = draft.value?.check.replay;
  if (!replay || replay.requests === 0) return null;
  const differing = replay.differing ?? replay.differ.length;
  return (
    <section aria-labelledby="review-replay">
      <h3 id="review-replay">Recorded requests</h3>
      <p>
        {count(differing, "request")} of {count(replay.requests, "recorded request")} would be answered otherwise.
      </p>
      <ul>
        {replay.differ.map((one) => (
          <li key={one.id} class="differing">
            <p class="change-head">
              <a class="mono" href={hrefOf(one.response, { recording: one.id })}>
                {one.response}
              </a>
              {one.channel && <span class="quiet">{channelTitle(one.channel)}</span>}
            </p>
            <BeforeAfter before={one.before} after={one.after} />
          </li>
        ))}
      </ul>
      {differing > replay.differ.length && <p class="quiet">The first {replay.differ.length} of them.</p>}
    </section>
  );
}

function Discard() {
  const asking = useSignal(false);
  return (
    <section aria-label="Discard">
      {!asking.value ? (
        <button type="button" class="plain" onClick={() => (asking.value = true)}>
          Discard the whole draft…
        </button>
      ) : (
        <div class="ask">
          <p>Discard all changes of your draft? Nothing that is published changes.</p>
          <p class="actions">
            <button
              type="button"
              onClick={() => {
                asking.value = false;
                void change("discard", {}, "Discarded the draft");
              }}
            >
              Discard
            </button>
            <button type="button" class="plain" onClick={() => (asking.value = false)}>
              Keep
            </button>
          </p>
        </div>
      )}
    </section>
  );
}

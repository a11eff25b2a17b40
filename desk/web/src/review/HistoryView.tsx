import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Difference, Draft, Entry, History } from "../api";
import { announce } from "../announce";
import { ask, Refusal } from "../ask";
import { canWrite, changes } from "../content";
import { draft, reasonOf, trouble } from "../draft/store";
import { forgetEdits, settle } from "../draft/edits";
import { Loader } from "../loader";
import { visit } from "../route";
import { Failure } from "../shell/Failure";
import { focusSoon } from "../write/do";
import { count, place } from "../words";
import { ago, clock, daysOf, wholeMoment } from "./days";
import { Diff } from "./Differences";

const loader = new Loader<History>();
const limit = signal(20);
const most = 100;

function load(): void {
  void loader.load("history", `history?limit=${limit.peek()}`);
}

/** HistoryView is what was published, with a way back. */
export function HistoryView() {
  useEffect(() => {
    if (canWrite.value) load();
  }, [canWrite.value, changes.value, limit.value]);
  const { data, failure } = loader.state.value;
  return (
    <main class="page" id="main">
      <div class="measure">
        <h2 class="page-title" tabIndex={-1}>
          History
        </h2>
        {!canWrite.value && <p>This page is read-only.</p>}
        {failure !== null && !(failure instanceof Refusal && failure.problem?.code === "no_history") && <Failure failure={failure} what="the history" retry={load} />}
        {failure instanceof Refusal && failure.problem?.code === "no_history" && <p class="empty">{failure.message}</p>}
        {data && (
          <>
            <p class="sub">
              <span>{data.target}</span>
            </p>
            {data.entries.length === 0 && <p class="empty">Nothing is kept of what was published. Keep the files in a git repository to go back.</p>}
            {daysOf(data.entries).map(({ day, title, entries }) => (
              <section key={day} class="history-day" aria-labelledby={"day-" + day}>
                <h3 id={"day-" + day}>{title}</h3>
                <ol class="history">
                  {entries.map((entry) => (
                    <Line key={entry.id} entry={entry} newest={entry === data.entries[0]} />
                  ))}
                </ol>
              </section>
            ))}
            {data.more && limit.value < most && (
              <button type="button" onClick={() => (limit.value = Math.min(most, limit.value + 20))}>
                Show more
              </button>
            )}
          </>
        )}
      </div>
    </main>
  );
}

function Line({ entry, newest }: { entry: Entry; newest: boolean }) {
  const open = useSignal(false);
  const [first = "", ...rest] = entry.message.split("\n");
  return (
    <li>
      <div class="change-head">
        <h4 dir="auto">{first || <i class="quiet">no message</i>}</h4>
        {newest ? (
          <span class="quiet small">current</span>
        ) : (
          <button type="button" class="plain" aria-label={`Go back to this: ${first}`} onClick={() => void goBack(entry, first)}>
            Go back to this
          </button>
        )}
      </div>
      {rest.join("\n").trim() && (
        <p class="comment" dir="auto">
          {rest.join("\n").trim()}
        </p>
      )}
      <p class="sub">
        <span dir="auto" title={entry.email}>
          {entry.author}
        </span>
        <span>
          <time dateTime={entry.time} title={wholeMoment(entry.time)}>
            {clock(entry.time)}
          </time>
        </span>
        <span>{ago(entry.time)}</span>
        <span class="mono">{entry.id.slice(0, 12)}</span>
        <span title={entry.files.join("\n")}>{count(entry.files.length, "file")}</span>
      </p>
      <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>What it changed</summary>
        {open.value && <ChangesOf id={entry.id} />}
      </details>
    </li>
  );
}

/** goBack gives the draft the files as they were after a commit, to be looked at. */
async function goBack(entry: Entry, title: string): Promise<void> {
  await settle();
  try {
    const answer = await ask<{ draft: Draft; left?: string[] }>("draft/restore", undefined, { id: entry.id });
    forgetEdits();
    draft.value = answer.draft;
    changes.value++;
    const left = answer.left ?? [];
    trouble.value = "";
    announce(`Your draft has the files as they were after ${title}${left.length > 0 ? `; ${left.map((file) => place({ file })).join(", ")} did not exist then and stays` : ""}`);
    visit({ view: "review", name: "", params: new URLSearchParams() });
    focusSoon("review-title");
  } catch (failure) {
    trouble.value = reasonOf(failure);
  }
}

function ChangesOf({ id }: { id: string }) {
  const data = useSignal<Difference | null>(null);
  const failure = useSignal<unknown>(null);
  const get = () => {
    failure.value = null;
    ask<Difference>("history/changes?id=" + encodeURIComponent(id)).then(
      (found) => (data.value = found),
      (why: unknown) => (failure.value = why),
    );
  };
  useEffect(get, [id]);
  if (failure.value !== null) return <Failure failure={failure.value} what="what it changed" retry={get} />;
  if (!data.value) return <p class="quiet">Loading…</p>;
  const responses = data.value.responses ?? [];
  if (responses.length === 0) return <p class="quiet">Nothing that the assistant says.</p>;
  return (
    <ul class="changed-response">
      {responses.map((one) => (
        <li key={one.name}>
          <p>
            <span class="mono">{one.name}</span> <span class="quiet">{one.renamed_from ? `renamed from ${one.renamed_from}` : one.kind}</span>
          </p>
          {one.variations?.map((variation, index) => (
            <div key={index} class="nested">
              {variation.kind !== "changed" && (
                <p>
                  Variation {variation.number} {variation.kind}: {variation.kind === "removed" ? <del dir="auto">{variation.text}</del> : <ins dir="auto">{variation.text}</ins>}
                </p>
              )}
              {variation.changes?.map((part, at) => (
                <div key={at}>
                  <p class="quiet">
                    {part.path} of variation {variation.number}
                  </p>
                  <Diff words={part.words ?? []} before={part.before ?? ""} after={part.after ?? ""} />
                </div>
              ))}
            </div>
          ))}
          {one.order?.map((order, index) => (
            <p key={index}>
              {order.group}: <del>{order.before}</del> <ins>{order.after}</ins> comes first.
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { History } from "../api";
import { Refusal } from "../ask";
import { canWrite, changes, hasStore } from "../content";
import { Loader } from "../loader";
import { StoreHistory } from "../releases/StoreHistory";
import { Failure } from "../shell/Failure";
import { Commits } from "./Commits";

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
  const none = failure instanceof Refusal && failure.problem?.code === "no_history";
  const store = hasStore.value;
  return (
    <main class="page" id="main">
      <div class="measure">
        <h2 class="page-title" tabIndex={-1}>
          History
        </h2>
        {!canWrite.value && <p>This page is read-only.</p>}
        {store && canWrite.value && <StoreHistory />}
        {failure !== null && !none && <Failure failure={failure} what="the history" retry={load} />}
        {none && !store && <p class="empty">{failure.message}</p>}
        {data && !store && (
          <>
            <p class="sub">
              <span>{data.target}</span>
            </p>
            {data.entries.length === 0 && <p class="empty">Nothing is kept of what was published. Keep the files in a git repository to go back.</p>}
            <Commits entries={data.entries} level={3} />
            <More more={data.more} />
          </>
        )}
        {data && store && data.entries.length > 0 && (
          <section aria-labelledby="commits">
            <h3 id="commits">Commits</h3>
            <p class="sub">
              <span>{data.target}</span>
            </p>
            <Commits entries={data.entries} level={4} />
            <More more={data.more} />
          </section>
        )}
      </div>
    </main>
  );
}

function More({ more }: { more: boolean }) {
  if (!more || limit.value >= most) return null;
  return (
    <button type="button" onClick={() => (limit.value = Math.min(most, limit.value + 20))}>
      Show more
    </button>
  );
}

import { useEffect } from "preact/hooks";
import type { Difference, Draft } from "../api";
import { Loader } from "../loader";
import { ChangesOf } from "../review/ChangesOf";
import { hrefTo } from "../route";
import { count } from "../words";
import { reasonOf } from "../draft/store";
import { Person } from "./Person";
import { failure as unread, known } from "./store";
import { timeWords } from "./words";

/** Where says what a publication replaces in the store, and who gets it. */
export function Where({ draft }: { draft: Draft }) {
  const now = known.value?.now;
  const store = now?.store ?? draft.publish.store;
  const living = now?.replicas.filter((one) => one.state !== "lost").length ?? 0;
  const live = now?.live;
  return (
    <div class="to-store">
      <p dir="auto">
        {draft.dirty ? "And as a release, the whole wording as it is then, to" : "A release, the whole wording as it is, goes to"} <span class="mono">{store}</span>.{" "}
        {!now ? (
          "What is live is being read."
        ) : live ? (
          <>
            It replaces release {live.release}, by <Person name={live.by} />, {timeWords(live.at)}.
          </>
        ) : now.read ? (
          "Nothing is live there yet."
        ) : (
          ""
        )}
      </p>
      {unread.value !== null && (
        <p class="finding warn" dir="auto">
          <b>What is live cannot be shown:</b> {reasonOf(unread.value)}
        </p>
      )}
      {now && !now.reachable && (
        <p class="finding warn" dir="auto">
          <b>The store cannot be read:</b> {now.error || "it is being read"}.{now.read && " What is said of it here is old."}
        </p>
      )}
      {now?.read && (
        <p class="quiet small">
          {living > 0
            ? `${count(living, "replica")} (the servers that say it) must be ready first. If one refuses, nothing changes.`
            : "No replica (a server that says it) is running now. One that starts later says it."}
        </p>
      )}
      {live?.canary && (
        <p class="finding warn" dir="auto">
          <b>Release {live.canary.release} is being tried</b> with {live.canary.percent}% of the conversations. Give it to all or end it first, in the <a href={hrefTo("history")}>history</a>.
        </p>
      )}
      {draft.publish.differs && live && <Beyond live={live.sequence} release={live.release} base={draft.base} />}
    </div>
  );
}

const loader = new Loader<Difference>();

/** Beyond is what else is not live: the files have it, but not by this draft. */
function Beyond({ live, release, base }: { live: number; release: number; base: string }) {
  const key = `${live} ${base}`;
  const path = "releases/changes?from=live&to=files";
  useEffect(() => void loader.load(key, path), [key]);
  const { data, failure, key: answered } = loader.state.value;
  const names = answered === key && data ? (data.responses ?? []).map((one) => one.name) : null;
  if (failure !== null) return <p class="finding warn">The files differ from release {release}, and how cannot be shown.</p>;
  if (names?.length === 0) return <p>The files differ from release {release}, but not in what the assistant says.</p>;
  return (
    <details class="beyond">
      <summary>
        Also differs from release {release}: {names ? <span class="mono">{names.join(", ")}</span> : "…"}
      </summary>
      {names && <ChangesOf path={path} of={key} what="what differs" />}
    </details>
  );
}

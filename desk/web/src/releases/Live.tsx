import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { canPublish } from "../content";
import { ago, wholeMoment } from "../review/days";
import { ChangesOf } from "../review/ChangesOf";
import { Steps, Undone } from "../review/Steps";
import type { Live as LiveNow, Now } from "./api";
import { abort, back, canary, concerns, promote } from "./moving";
import { Person } from "./Person";
import { releaseOf, type Known } from "./store";
import { useMinute } from "./useMinute";
import { moveWords, timeWords, titleOf } from "./words";

/** Live is what is live, what is tried, and what is being published. */
export function Live({ known }: { known: Known }) {
  useMinute();
  const { now } = known;
  // What came of a canary is said until something else is live, or the page is left.
  const current = concerns(now.live?.sequence ?? 0);
  useEffect(() => {
    if (!current) canary.forget();
  }, [current]);
  useEffect(() => () => void (canary.running.peek() || canary.forget()), []);
  return (
    <section aria-labelledby="live-now" class="live-now">
      <h3 id="live-now" tabIndex={-1}>
        Live now
      </h3>
      <Store known={known} />
      {now.live ? <LiveRelease live={now.live} /> : now.read && <p>Nothing is live yet. What you publish becomes release 1: the first whole wording in the store.</p>}
      {now.live?.canary && <Canary live={now.live} />}
      <Undone of={canary} not="Not done" lost="it may have been done anyway. Look at what is live above." />
      <Steps of={canary} label="Steps of the canary" />
      <Outcome />
      <Staged now={now} />
    </section>
  );
}

/** Store names the store, and says if it cannot be read. */
function Store({ known: { now, at } }: { known: Known }) {
  return (
    <>
      <p class="sub">
        <span>
          Releases are kept in <bdi class="mono">{now.store}</bdi>
        </span>
      </p>
      {!now.reachable && (
        <p class="finding warn" role="status" dir="auto">
          {!now.read && !now.error ? (
            "The store is being read."
          ) : (
            <>
              <b>The store cannot be read:</b> {now.error}. {now.read ? `What you see is old: it was known before ${timeWords(new Date(at).toISOString())}.` : "Nothing is known of it yet."} The desk tries again by itself.
            </>
          )}
        </p>
      )}
    </>
  );
}

function LiveRelease({ live }: { live: LiveNow }) {
  const first = titleOf(releaseOf(live.release)?.message ?? (live.move === "publish" ? live.message : ""));
  const why = live.move === "publish" || live.move === "canary" ? "" : titleOf(live.message); // that of a canary is with it
  return (
    <>
      <p class="live-release">
        <b>Release {live.release}</b>
        {live.canary ? ` for ${100 - live.canary.percent}% of the conversations` : " for all conversations"}
        {first && (
          <>
            : <span dir="auto">{first}</span>
          </>
        )}
      </p>
      <p class="sub">
        <span>
          {moveWords[live.move]} <Person name={live.by} />
        </span>
        <span>
          <time dateTime={live.at} title={wholeMoment(live.at)}>
            {timeWords(live.at)}
          </time>
        </span>
        <span>{ago(live.at)}</span>
        {why && (
          <span>
            <bdi>{why}</bdi>
          </span>
        )}
      </p>
    </>
  );
}

/** Canary is the release that is tried, and what can become of it. */
function Canary({ live }: { live: LiveNow }) {
  const open = useSignal(false);
  if (!live.canary) return null;
  const { release, percent } = live.canary;
  const first = titleOf(releaseOf(release)?.message ?? (live.move === "canary" ? live.message : ""));
  const words = `Release ${release} for ${percent}% of the conversations`;
  const busy = canary.running.value || back.running.value;
  const act = (what: (release: number) => Promise<boolean>) => {
    if (busy) return;
    void what(release).then((done) => {
      if (done && (document.activeElement === document.body || document.activeElement?.closest(".live-now"))) document.getElementById("live-now")?.focus();
    });
  };
  return (
    <div class="canary">
      <p>
        <b>{words}</b>, to try it: the canary.
        {first && (
          <>
            {" "}
            <bdi>{first}</bdi>
          </>
        )}
      </p>
      <meter min={0} max={100} value={percent} aria-label={words}>
        {percent}%
      </meter>
      {canPublish.value && (
        <p class="actions">
          <button type="button" aria-disabled={busy} onClick={() => act(promote)}>
            Give it to all
          </button>
          <button type="button" aria-disabled={busy} onClick={() => act(abort)}>
            End it
          </button>
        </p>
      )}
      <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>How release {release} differs</summary>
        {open.value && <ChangesOf path={`releases/changes?from=live&to=${release}`} of={live.sequence} what="how it differs" />}
      </details>
    </div>
  );
}

/** Outcome is what came of the canary, once it has ended by this page. */
function Outcome() {
  const outcome = canary.outcome.value;
  if (!outcome || !("done" in outcome)) return null;
  return (
    <>
      {(outcome.done.problems ?? []).map((problem, index) => (
        <p key={index} class="finding warn" role="alert" dir="auto">
          {problem}
        </p>
      ))}
    </>
  );
}

/** Staged is what is being published, by whomever. */
function Staged({ now: { staged } }: { now: Now }) {
  if (!staged) return null;
  const first = titleOf(staged.message);
  return (
    <p class="finding warn" role="status" dir="auto">
      <Person name={staged.by} /> {staged.abandoned ? "began to publish" : "is publishing"}
      {first && (
        <>
          {" "}
          “<bdi>{first}</bdi>”
        </>
      )}
      {staged.abandoned ? " and has not ended it. Others can publish again." : ": the replicas make it ready. Nothing changes until all have it."}
    </p>
  );
}

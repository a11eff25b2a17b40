import { canPublish } from "../content";
import { wholeMoment } from "../review/days";
import { Days } from "../review/DayList";
import { Told, WhatChanged } from "../review/HistoryLine";
import type { Release } from "./api";
import { ask, GoBack, goingBack, openerId, TakeButton } from "./GoBack";
import { Person } from "./Person";
import { showMore, type Known } from "./store";
import { changesWords, checksWords, fateOf, timeWords } from "./words";

/** Releases is the history of the store: a line for each release. */
export function Releases({ known }: { known: Known }) {
  const { releases, more, now } = known;
  const back = goingBack();
  // One that cannot be read has no time: it is where its neighbor is.
  let time = "";
  const dated = releases.map((release) => ({ release, time: (time = release.at || time) }));
  return (
    <section aria-labelledby="releases">
      <h3 id="releases" tabIndex={-1}>
        Releases
      </h3>
      <p class="quiet small">A release is the whole wording, as it was published.</p>
      {back > 0 && !releases.some((one) => one.number === back) && canPublish.value && <GoBack number={back} />}
      {releases.length === 0 && <p class="empty">{now.reachable ? "Nothing has been published into this store yet." : "What was published is not known until the store can be read."}</p>}
      <Days items={dated} of="releases" level={4}>
        {({ release }) => <Line key={release.number} release={release} known={known} />}
      </Days>
      {more && (
        <button type="button" onClick={showMore}>
          Show more
        </button>
      )}
    </section>
  );
}

function Line({ release, known }: { release: Release; known: Known }) {
  const { number, live, canary } = release;
  if (release.error) {
    return (
      <li>
        <h5>Release {number}</h5>
        <p class="finding bad" dir="auto">
          This release cannot be read: {release.error}.
        </p>
      </li>
    );
  }
  const [first = "", ...rest] = release.message.split("\n");
  const asking = goingBack() === number && canPublish.value;
  return (
    <li>
      <div class="change-head">
        <h5>
          Release {number}
          {first && (
            <>
              : <bdi>{first}</bdi>
            </>
          )}
        </h5>
        {live && <span class="tag on">live</span>}
        {canary && <span class="tag on">canary{known.now.live?.canary ? `, ${known.now.live.canary.percent}%` : ""}</span>}
      </div>
      <Told
        rest={rest}
        at={release.at}
        by={
          <span>
            <Person name={release.author} />
          </span>
        }
      >
        {release.changes && <span>{changesWords(release)}</span>}
        {release.checks && <span class={release.checks.errors > 0 || release.checks.failed > 0 ? "bad" : undefined}>{checksWords(release)}</span>}
        {release.commit && (
          <span title={release.modified ? "The files had changes that were not committed." : undefined}>
            commit <span class="mono">{release.commit.slice(0, 12)}</span>
            {release.modified && " with changes"}
          </span>
        )}
      </Told>
      <Fate release={release} known={known} />
      <WhatChanged path={`releases/changes?to=${number}`} />
      {asking ? (
        <GoBack number={number} />
      ) : (
        <p class="actions">
          {canPublish.value && release.was_live && !live && (
            <button type="button" class="plain" id={openerId(number)} onClick={() => ask(number)}>
              Go back to release {number}
            </button>
          )}
          <TakeButton number={number} plain />
        </p>
      )}
    </li>
  );
}

/** Fate is what became of a release after it was published. */
function Fate({ release, known }: { release: Release; known: Known }) {
  const fate = fateOf(release, known);
  if (fate.length === 0) return null;
  return (
    <ul class="fate">
      {fate.map((one, index) => (
        <li key={index}>
          {one.words}, by <Person name={one.by} />,{" "}
          <time dateTime={one.at} title={wholeMoment(one.at)}>
            {timeWords(one.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}

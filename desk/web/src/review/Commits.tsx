import type { Entry } from "../api";
import { count } from "../words";
import { Days } from "./DayList";
import { Told, WhatChanged } from "./HistoryLine";
import { restore } from "./restore";

/** Commits are what was published into a git repository, by day. */
export function Commits({ entries, level }: { entries: Entry[]; level: 3 | 4 }) {
  return (
    <Days items={entries} of="commits" level={level}>
      {(entry) => <Line key={entry.id} entry={entry} newest={entry === entries[0]} level={level} />}
    </Days>
  );
}

function Line({ entry, newest, level }: { entry: Entry; newest: boolean; level: 3 | 4 }) {
  const [first = "", ...rest] = entry.message.split("\n");
  const Title = level === 3 ? "h4" : "h5";
  return (
    <li>
      <div class="change-head">
        <Title dir="auto">{first || <i class="quiet">no message</i>}</Title>
        {newest ? (
          <span class="quiet small">current</span>
        ) : (
          <button type="button" class="plain" aria-label={`Go back to this: ${first}`} onClick={() => void restore({ id: entry.id }, `after ${first}`)}>
            Go back to this
          </button>
        )}
      </div>
      <Told
        rest={rest}
        at={entry.time}
        by={
          <span title={entry.email}>
            <bdi>{entry.author}</bdi>
          </span>
        }
      >
        <span class="mono">{entry.id.slice(0, 12)}</span>
        <span title={entry.files.join("\n")}>{count(entry.files.length, "file")}</span>
      </Told>
      <WhatChanged path={"history/changes?id=" + encodeURIComponent(entry.id)} />
    </li>
  );
}

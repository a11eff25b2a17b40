import { useSignal } from "@preact/signals";
import type { Entry } from "../api";
import { count } from "../words";
import { ChangesOf } from "./ChangesOf";
import { Days } from "./DayList";
import { ago, clock, wholeMoment } from "./days";
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
  const open = useSignal(false);
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
      {rest.join("\n").trim() && (
        <p class="comment" dir="auto">
          {rest.join("\n").trim()}
        </p>
      )}
      <p class="sub">
        <span title={entry.email}>
          <bdi>{entry.author}</bdi>
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
        {open.value && <ChangesOf path={"history/changes?id=" + encodeURIComponent(entry.id)} />}
      </details>
    </li>
  );
}

import { Pieces } from "../response/Pieces";
import { hrefTo } from "../route";
import { FindingNotes } from "../shell/FindingNote";
import { number, tag } from "../words";
import { stateWords, type TranslationRow } from "./api";
import { Target } from "./Target";

interface Props {
  row: TranslationRow;
  index: number;
  language: string;
  writable: boolean;
  /** The count of changes of the content that the row is of. */
  change: number;
}

// What the table shows elsewhere.
const elsewhere = ["response", "limit", "variables"];

/** RowView is a text with its translation. */
export function RowView({ row, index, language, writable, change }: Props) {
  const notes = row.notes.filter((note) => !elsewhere.includes(note.kind));
  return (
    <div role="row" class="text-row" aria-rowindex={index + 2} data-index={index} data-id={row.id}>
      <div role="cell" class="text-where">
        <a class="mono" href={hrefTo("responses") + "/" + row.response.split("/").map(encodeURIComponent).join("/") + "?lang=" + encodeURIComponent(language)}>
          {row.response}
        </a>
        <span class="quiet small">
          variation {row.number}, {row.where}
        </span>
        {notes.map((note, at) => (
          <span key={at} class={note.kind === "condition" || note.kind === "channel" ? "small" : "quiet small"} dir="auto">
            {note.text}
          </span>
        ))}
      </div>
      <div role="cell" class="text-source">
        <span class="words" dir="auto">
          <Pieces pieces={row.source} />
        </span>
      </div>
      <div role="cell" class="text-target">
        {writable ? (
          <Target row={row} language={language} change={change} />
        ) : (
          <>
            {row.target.length > 0 ? (
              <span class="words" dir="auto" lang={tag(language)}>
                <Pieces pieces={row.target} />
              </span>
            ) : (
              <i class="quiet">{row.state === "empty" ? "empty" : "no translation"}</i>
            )}
            <FindingNotes findings={row.findings} />
          </>
        )}
        <StateLine row={row} />
      </div>
    </div>
  );
}

/** StateLine says how far a text is translated, and how long it may be. */
function StateLine({ row }: { row: TranslationRow }) {
  const { limit } = row;
  const urgent = row.state === "missing" || row.state === "empty" || row.state === "differs";
  return (
    <p class="state-line small">
      <span class={"text-state " + (urgent ? "warn" : row.state === "translated" ? "ok" : "quiet")}>{stateWords[row.state]}</span>
      {limit && (
        <span class={limit.length > limit.max ? "bad" : "quiet"}>
          {number(limit.length)} of {number(limit.max)} {limit.unit} on {limit.channel}
        </span>
      )}
    </p>
  );
}

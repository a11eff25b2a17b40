import { useEffect } from "preact/hooks";
import type { Row } from "../api";
import { changes, ready } from "../content";
import { format } from "../route";
import { Failure } from "../shell/Failure";
import { Place } from "../file/link";
import { count } from "../words";
import type { Selection } from "./store";

interface Props {
  selection: Selection;
  title: string;
  /** Whether to list a row; all, if it is not given. */
  shows?: (row: Row) => boolean;
  /** What each row says of its response. */
  say: (row: Row) => preact.ComponentChildren;
  /** What is below it. */
  more?: (row: Row) => preact.ComponentChildren;
}

/** Selected lists the responses that a filter selects; nothing if there are none. */
export function Selected({ selection, title, shows = () => true, say, more }: Props) {
  useEffect(() => {
    if (ready.value) selection.load();
  }, [ready.value, changes.value, selection.limit.value]);
  const { data, failure } = selection.loader.state.value;
  if (failure !== null) return <Failure failure={failure} what="the responses" retry={selection.load} />;
  if (!data || data.rows.length === 0) return null;
  const rows = data.rows.filter(shows);
  if (rows.length === 0 && data.rows.length === data.matched) return null;
  const id = "with-" + selection.filter;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul class="found">
        {rows.map((row) => (
          <li key={row.name}>
            <a class="mono" href={format({ view: "responses", name: row.name, params: new URLSearchParams({ [selection.filter]: "1" }) })}>
              {row.name}
            </a>
            <span class="counts">{say(row)}</span>
            <Place position={row.position} />
            {more?.(row)}
          </li>
        ))}
      </ul>
      {data.rows.length < data.matched && data.rows.length >= selection.limit.value && (
        <button type="button" onClick={selection.more}>
          Show more of {count(data.matched, "response")}
        </button>
      )}
      {data.rows.length < data.matched && data.rows.length < selection.limit.value && (
        <p>
          <a href={format({ view: "responses", name: "", params: new URLSearchParams({ [selection.filter]: "1" }) })}>All {count(data.matched, "response")} in the list</a>
        </p>
      )}
    </section>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { announce } from "../announce";
import { canWrite, changes, ready } from "../content";
import { settle } from "../draft/edits";
import { isWriting } from "../list/Search";
import { Failure } from "../shell/Failure";
import { choose, again, failure, indexOf, language, listing, nextOpen, query, rowAt, changeAt, want } from "./store";
import { Matched } from "./Filters";
import { RowView } from "./RowView";
import { Heights } from "./heights";

/** Table is the texts of a language beside their translations. It draws only the rows that are visible. */
export function Table() {
  const box = useRef<HTMLDivElement>(null);
  const heights = useRef(new Heights());
  const top = useSignal(0);
  const height = useSignal(800);
  const measured = useSignal(0);
  /** The id of the row that has the focus: it stays drawn. */
  const held = useRef("");
  const focusing = useRef(-1);
  const list = listing.value?.language === language.value ? listing.value : null;
  const matched = list?.matched ?? 0;
  void measured.value;
  const [first, last] = heights.current.visible(top.value, height.value, matched);

  useEffect(() => {
    if (ready.value && query.value) want(query.value, changes.value, first, last);
  }, [ready.value, query.value, changes.value, first, last]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) height.value = element.clientHeight;
      measure();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Another query starts at the top again.
  useLayoutEffect(() => {
    heights.current = new Heights();
    focusing.current = -1; // that was a row of another list
    if (box.current) box.current.scrollTop = 0;
    top.value = 0;
  }, [list?.query]);

  useLayoutEffect(() => {
    measure();
    if (focusing.current < 0) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${focusing.current}"]`);
    if (!row || row.dataset.waiting) return; // not loaded yet
    focusing.current = -1;
    row.scrollIntoView({ block: "nearest" });
    (row.querySelector<HTMLElement>("textarea") ?? row.querySelector<HTMLElement>("a"))?.focus({ preventScroll: true });
  });

  function measure() {
    let differs = false;
    for (const row of box.current?.querySelectorAll<HTMLElement>("[data-index]") ?? []) {
      differs = heights.current.set(Number(row.dataset.index), row.offsetHeight) || differs;
    }
    if (differs) measured.value++;
  }

  async function toNext() {
    await settle(); // what was just written is no longer open
    const at = list && held.current ? indexOf(list, held.current) : -1;
    let next: number;
    try {
      next = await nextOpen(at);
    } catch (problem) {
      failure.value = problem; // and not: nothing is left to do
      return;
    }
    const element = box.current;
    if (!element) return;
    if (next < 0) {
      announce("Nothing is left to do");
      return;
    }
    focusing.current = next;
    const above = heights.current.above(next);
    if (above < element.scrollTop || above > element.scrollTop + element.clientHeight - 120) element.scrollTop = Math.max(0, above - 80);
    top.value = element.scrollTop;
    measured.value++;
  }

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault();
        void toNext();
      } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target)) {
        event.preventDefault();
        document.querySelector<HTMLInputElement>(".translations .search")?.select();
        document.querySelector<HTMLInputElement>(".translations .search")?.focus();
      }
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  });

  const indexes: number[] = [];
  for (let index = first; index <= last && index < matched; index++) indexes.push(index);
  const heldAt = list && held.current ? indexOf(list, held.current) : -1;
  if (heldAt >= 0 && !indexes.includes(heldAt)) {
    if (heldAt < first) indexes.unshift(heldAt);
    else indexes.push(heldAt);
  }

  return (
    <>
      <p class="next">
        <button type="button" aria-keyshortcuts="Control+Enter" onClick={() => void toNext()}>
          Next left to do
        </button>{" "}
        <span class="quiet small wide-only">
          or press <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </span>
        {list?.fixed && canWrite.value && <span class="warn small">Read-only: {list.fixed}.</span>}
        <Matched />
      </p>
      {failure.value !== null && <Failure failure={failure.value} what="the texts" retry={again} />}
      {list && matched === 0 && (
        <div class="empty">
          <p>{list.total === 0 ? "The content has no text to translate." : "No text matches."}</p>
          {list.total > 0 && (
            <button type="button" onClick={() => choose({ state: null, q: null, response: null })}>
              Clear search and filters
            </button>
          )}
        </div>
      )}
      <div
        class="texts-table"
        ref={box}
        role="table"
        aria-label={list ? `Texts in ${list.name}` : "Texts"}
        aria-rowcount={matched + 1}
        aria-busy={!list}
        tabIndex={canWrite.value ? undefined : 0}
        onScroll={(event) => {
          measure();
          top.value = event.currentTarget.scrollTop;
        }}
        onFocusIn={(event) => {
          held.current = (event.target as HTMLElement).closest<HTMLElement>("[data-id]")?.dataset.id ?? "";
        }}
        hidden={matched === 0}
      >
        <div role="rowgroup" class="texts-head">
          <div role="row" aria-rowindex={1}>
            <span role="columnheader">Response</span>
            <span role="columnheader">Source</span>
            <span role="columnheader">{list?.name ?? "Translation"}</span>
          </div>
        </div>
        <div role="rowgroup">
          {list && drawn(indexes, matched)}
        </div>
      </div>
    </>
  );

  /** drawn returns rows, with room for those between them that are not drawn. */
  function drawn(shown: number[], all: number) {
    const out: preact.JSX.Element[] = [];
    const seen = new Set<string>(); // a page that is older than another may have the same row
    let done = 0;
    const room = (upTo: number) => {
      if (upTo > done) out.push(<div key={"room" + out.length} role="presentation" style={{ height: `${heights.current.above(upTo) - heights.current.above(done)}px` }} />);
    };
    for (const index of shown) {
      room(index);
      const row = list && rowAt(list, index);
      if (row && list && !seen.has(row.id)) out.push(<RowView key={row.id} row={row} index={index} language={list.language} writable={canWrite.value && !list.fixed} change={changeAt(list, index)} />);
      else out.push(<div key={"waiting" + index} class="text-row waiting" role="presentation" data-index={index} data-waiting="1" />);
      if (row) seen.add(row.id);
      done = index + 1;
    }
    room(all);
    return out;
  }
}

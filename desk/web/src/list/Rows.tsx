import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { changes, ready } from "../content";
import { replace, route } from "../route";
import { Failure } from "../shell/Failure";
import { cleared, query, words } from "./query";
import { RowLink } from "./Row";
import { again, failure, indexOf, listing, noRelease, rowAt, slow, want } from "./listing";

const rowHeight = 72; // px, as --row in list.css
const beyond = 4; // rows that are drawn above and below what is visible

/** Rows is the list. It draws only the rows that are visible. */
export function Rows() {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(800);
  const cursor = useSignal(0);
  const focusing = useRef(false);
  const list = listing.value;
  const name = route.value.name;
  const opened = list && name ? indexOf(list, name) : -1;
  const matched = list?.matched ?? 0;
  const first = Math.max(0, Math.floor(top.value / rowHeight) - beyond);
  const last = Math.min(Math.max(matched - 1, 0), Math.ceil((top.value + height.value) / rowHeight) + beyond);

  useEffect(() => {
    if (ready.value) want(query.value, changes.value, first, last);
  }, [ready.value, query.value, changes.value, first, last]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = new ResizeObserver(() => {
      if (element.clientHeight > 0) height.value = element.clientHeight;
    });
    measure.observe(element);
    return () => measure.disconnect();
  }, []);

  // Other words start at the top again; the response that is open stays in view.
  useLayoutEffect(() => {
    if (!box.current || !list) return;
    cursor.value = Math.max(0, opened);
    if (opened >= 0) reveal(box.current, opened);
    else box.current.scrollTop = 0;
  }, [list?.query, opened]);

  useLayoutEffect(() => {
    if (!focusing.current) return;
    const link = box.current?.querySelector<HTMLElement>(`[data-index="${cursor.value}"]`);
    if (!link) return; // not loaded yet
    focusing.current = false;
    link.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || !box.current) return;
    const page = Math.max(1, Math.floor(height.value / rowHeight) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (event.key === "ArrowUp" && cursor.value === 0) {
      document.querySelector<HTMLElement>(".search")?.focus();
      return;
    }
    const to = Math.min(Math.max(cursor.value + step, 0), matched - 1);
    focusing.current = true;
    reveal(box.current, to);
    top.value = box.current.scrollTop;
    cursor.value = to;
  }

  const indexes: number[] = [];
  for (let i = first; i <= last && i < matched; i++) indexes.push(i);
  if (matched > 0 && (cursor.value < first || cursor.value > last) && cursor.value < matched) indexes.push(cursor.value); // keeps the focus

  return (
    <div class="rows" ref={box} onScroll={(event) => (top.value = event.currentTarget.scrollTop)} aria-busy={!list}>
      {noRelease.value && <NoRelease />}
      {failure.value !== null && !noRelease.value && <Failure failure={failure.value} what="the list" retry={again} />}
      {!list && slow.value && !noRelease.value && <Skeletons />}
      {list && matched === 0 && !noRelease.value && <Nothing total={list.total} />}
      {list && matched > 0 && !noRelease.value && (
        <ul onKeyDown={onKeyDown} style={{ height: `calc(${matched} * var(--row))` }} aria-label="Found responses">
          {indexes.map((index) => {
            const row = rowAt(list, index);
            if (!row) return <li key={"empty" + index} class="row waiting" aria-hidden="true" style={{ transform: `translateY(calc(${index} * var(--row)))` }} />;
            return (
              <RowLink
                key={row.name}
                row={row}
                index={index}
                of={matched}
                words={words.value}
                open={row.name === name}
                reachable={index === cursor.value}
                onFocus={() => (cursor.value = index)}
              />
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** reveal scrolls as little as needed to show a row; one that is far away comes to the middle. */
function reveal(box: HTMLElement, index: number): void {
  const above = index * rowHeight;
  const distance = Math.abs(above - box.scrollTop - box.clientHeight / 2);
  if (distance > 2 * box.clientHeight) box.scrollTop = above - (box.clientHeight - rowHeight) / 2;
  else if (above < box.scrollTop) box.scrollTop = above;
  else if (above + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = above + rowHeight - box.clientHeight;
}

function Skeletons() {
  return (
    <div class="skeletons" aria-hidden="true">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} class="row waiting still" />
      ))}
    </div>
  );
}

/** NoRelease says that there is no release of the number in the address. */
function NoRelease() {
  const why = noRelease.value;
  return (
    <div class="empty" role="alert">
      <p dir="auto">
        Cannot show what has changed since release {route.value.params.get("since")}: {why}
        {why.endsWith(".") ? "" : "."}
      </p>
      <button
        type="button"
        onClick={() => {
          replace({ since: null });
          document.querySelector<HTMLElement>(".search")?.focus();
        }}
      >
        Clear this filter
      </button>
    </div>
  );
}

function Nothing({ total }: { total: number }) {
  if (total === 0) return <p class="empty">The content has no responses.</p>;
  return (
    <div class="empty">
      <p>No response matches.</p>
      {query.value && (
        <button type="button" onClick={() => replace(cleared())}>
          Clear search and filters
        </button>
      )}
    </div>
  );
}

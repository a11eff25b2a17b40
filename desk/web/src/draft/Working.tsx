import { canPublish } from "../content";
import { format, hrefTo, replace, route } from "../route";
import { count } from "../words";
import { canRedo, canUndo, draft, redo, saving, trouble, undo } from "./store";
import { unsent } from "./edits";
import { stuck } from "./elsewhere";

/** DraftState says how the draft is, and leads to what can be done with it. */
export function DraftState() {
  const now = draft.value;
  if (!now) return null;
  const changes = now.changes.length;
  const state = saving.value;
  return (
    <div class="draft" role="group" aria-label="Your draft">
      <p>
        <a href={hrefTo("review")} aria-current={route.value.view === "review" ? "page" : undefined} data-testid="draft-changes">
          <span class="prefix">Your draft: </span>
          {changes > 0 ? count(changes, "change") : now.conflicts.length > 0 ? count(now.conflicts.length, "conflict") : now.dirty || unsent.value > 0 ? "changed" : "no changes"}
        </a>{" "}
        {(now.dirty || unsent.value > 0) && (
          <span class={"save-state " + state.replace(/\s.*/, "")} role="status" data-testid="saving">
            {state}
          </span>
        )}
      </p>
      <button type="button" class="plain" aria-disabled={!canUndo.value} aria-keyshortcuts="Control+Z" title={now.undo ? `Undo: ${now.undo}` : canUndo.value ? undefined : "Nothing to undo"} onClick={() => canUndo.peek() && void undo()}>
        Undo
      </button>
      <button type="button" class="plain" aria-disabled={!canRedo.value} aria-keyshortcuts="Control+Shift+Z" title={now.redo ? `Redo: ${now.redo}` : "Nothing to redo"} onClick={() => canRedo.peek() && void redo()}>
        Redo
      </button>
      {canPublish.value && (
        <button type="button" class={now.dirty || unsent.value > 0 || now.conflicts.length > 0 || (now.publish.differs && now.publish.can) ? "primary" : ""} title={!now.dirty && now.publish.differs ? "The files are not what is live" : undefined} id="publish-open" aria-expanded={route.value.params.has("publish")} onClick={() => replace({ publish: route.value.params.has("publish") ? null : "1" })}>
          Publish…
        </button>
      )}
    </div>
  );
}

/** DraftNotices say what of the draft needs its author. */
export function DraftNotices() {
  const now = draft.value;
  const conflicts = now?.conflicts.length ?? 0;
  return (
    <>
      {conflicts > 0 && (
        <p class="bar warn">
          <span>
            <b>{count(conflicts, "change")}</b> of your draft {conflicts === 1 ? "does" : "do"} not fit what the content has become.
          </span>
          {route.value.view !== "review" && <a href={format({ view: "review", name: "", params: new URLSearchParams() })}>Choose what to keep</a>}
        </p>
      )}
      {stuck.value && format(route.value) !== stuck.value.href && !(route.value.view === "file" && route.value.name === stuck.value.what) && (
        <p class="bar warn">
          <span>
            What you typed into <b>{stuck.value.what.split("/").pop()}</b> is not in your draft yet.
          </span>
          <a href={stuck.value.href}>See why</a>
        </p>
      )}
      {trouble.value && (
        <p class="bar bad">
          <span dir="auto">
            <b>Not done:</b> {trouble.value}
          </span>
          <button type="button" class="plain" onClick={() => (trouble.value = "")}>
            Dismiss
          </button>
        </p>
      )}
    </>
  );
}

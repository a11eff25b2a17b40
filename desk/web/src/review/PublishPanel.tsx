import { useSignal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Draft, Published } from "../api";
import { announce } from "../announce";
import { ask, Refusal } from "../ask";
import { canPublish, changes, hear } from "../content";
import { draft, reasonOf } from "../draft/store";
import { forgetEdits, settle } from "../draft/edits";
import { format, replace, route } from "../route";
import { count, place } from "../words";

interface Step {
  step: string;
  words: string;
}

/** The steps of the publication that runs, or ran last, as the server tells them. */
const steps = signal<Step[]>([]);
/** What is being published; null while nothing is. The draft itself may be empty before the answer comes. */
const running = signal<Draft | null>(null);
const outcome = signal<{ published: Published } | { merged: string } | { failed: string } | { lost: true } | null>(null);

/** follows reports whether the steps that the server tells are those of this panel. */
function follows(): boolean {
  const now = outcome.peek();
  return running.peek() !== null || (now !== null && "lost" in now);
}

/** start listens to the steps of a publication. */
export function start(): void {
  hear((name, data) => {
    if (name !== "publish" || !follows()) return;
    try {
      steps.value = [...steps.peek(), JSON.parse(data) as Step];
    } catch {
      // What is no step is not shown.
    }
  });
}

/** publish publishes the draft, and returns whether it was published. */
async function publish(message: string, override: string): Promise<boolean> {
  running.value = draft.peek();
  steps.value = [];
  outcome.value = null;
  try {
    await settle();
    running.value = draft.peek();
    const answer = await ask<{ published: Published; draft: Draft }>("publish", undefined, { message, override });
    outcome.value = { published: answer.published };
    forgetEdits();
    draft.value = answer.draft;
    changes.value++;
    announce("Published");
    return true;
  } catch (failure) {
    if (failure instanceof Refusal && failure.problem?.code === "content_changed") outcome.value = { merged: failure.message };
    // A connection may break, or a proxy give up, while the server goes on: it alone knows what came of it.
    else if (!(failure instanceof Refusal) || (failure.problem === null && failure.status >= 500)) outcome.value = { lost: true };
    else outcome.value = { failed: reasonOf(failure) };
    return false;
  } finally {
    running.value = null;
    // The button that has the focus may go; its owner may be elsewhere meanwhile.
    const panel = document.querySelector(".publish");
    if (document.activeElement === document.body || panel?.contains(document.activeElement)) document.getElementById("publish-title")?.focus();
  }
}

/** PublishPanel says what would be written, and publishes it. */
export function PublishPanel() {
  const now = running.value ?? draft.value;
  const message = useSignal("");
  const reason = useSignal("");
  const open = canPublish.value && route.value.params.has("publish") && now !== null;
  useEffect(() => {
    if (!open) return;
    document.getElementById("publish-title")?.focus();
    outcome.value = null;
    steps.value = [];
  }, [open]);
  if (!open || !now) return null;
  const close = () => {
    replace({ publish: null });
    document.getElementById("publish-open")?.focus();
  };
  const { can, why, target } = now.publish;
  const overridable = now.publish.override ?? (!can && now.conflicts.length === 0 && now.dirty);
  const checking = now.check.state === "checking";
  const done = outcome.value;
  const blocked = !can && !(overridable && reason.value.trim() !== "");
  return (
    <section
      class="publish"
      aria-labelledby="publish-title"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <div class="publish-in">
        <div class="change-head">
          <h2 id="publish-title" tabIndex={-1}>
            Publish
          </h2>
          <button type="button" class="plain" onClick={close}>
            Close
          </button>
        </div>
        {done && "published" in done ? (
          <Done published={done.published} target={target} />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!blocked && running.value === null)
                void publish(message.value.trim(), can ? "" : reason.value.trim()).then((published) => {
                  if (published) message.value = reason.value = ""; // they are about what was published
                });
            }}
          >
            <p>
              {now.files.length > 0 ? `${now.changes.length > 0 ? count(now.changes.length, "change") + " in " : ""}${count(now.files.length, "file")}` : "No changes"}
              {target && `, to ${targetWords(target)}`}.{" "}
              <a href={format({ view: "review", name: "", params: new URLSearchParams({ publish: "1" }) })}>Review them</a>
            </p>
            {now.files.length > 0 && (
              <ul class="mono files">
                {now.files.map((file) => (
                  <li key={file} dir="auto" title={file}>
                    {place({ file })}
                  </li>
                ))}
              </ul>
            )}
            {/* Its line stays, so that the button below does not move away from under a click. */}
            {now.dirty && (
              <p class="quiet" role="status">
                {checking ? "The draft is being checked." : "The draft has been checked."}
              </p>
            )}
            {!can && why && (
              <p class="finding bad" dir="auto">
                <b>Not yet:</b> {why}.
              </p>
            )}
            {now.dirty && (
              <label>
                <span class="label">Message</span>
                <textarea rows={2} dir="auto" value={message.value} placeholder="what changed, and why" onInput={(event) => (message.value = event.currentTarget.value)} />
              </label>
            )}
            {!can && overridable && now.dirty && (
              <label>
                <span class="label">Publish anyway, because (kept in the message and the log)</span>
                <input dir="auto" autocomplete="off" value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
              </label>
            )}
            {done && "merged" in done && (
              <p class="finding warn" role="alert" dir="auto">
                <b>Look again:</b> {done.merged}
              </p>
            )}
            {done && "lost" in done && (
              <p class="finding warn" role="alert">
                <b>No answer:</b> the draft may have been published anyway. Look at the steps below, or at the <a href={format({ view: "history", name: "", params: new URLSearchParams() })}>history</a>.
              </p>
            )}
            {done && "failed" in done && (
              <p class="finding bad" role="alert" dir="auto">
                <b>Not published:</b> {done.failed}
              </p>
            )}
            {now.dirty && (
              <p class="actions">
                <button type="submit" class="primary" aria-disabled={blocked || running.value !== null}>
                  {running.value ? "Publishing…" : can ? "Publish" : "Publish anyway"}
                </button>
              </p>
            )}
          </form>
        )}
        <ol class="steps" aria-live="polite" aria-label="Steps">
          {steps.value.map((one, index) => (
            <li key={index} dir="auto">
              {one.words}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

function Done({ published, target }: { published: Published; target: string }) {
  return (
    <>
      <p class="ok">
        <b>Published</b> {count(published.files.length, "file")} to {targetWords(target)}
        {published.commit && (
          <>
            , commit <span class="mono">{published.commit.slice(0, 12)}</span>
          </>
        )}
        {published.pushed && ", pushed"}.
      </p>
      {published.problems?.map((problem, index) => (
        <p key={index} class="finding warn" dir="auto">
          {problem}
        </p>
      ))}
    </>
  );
}

function targetWords(target: string): string {
  return target === "files" ? "the files on disk" : target;
}

import { signal, useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Draft, Published } from "../api";
import { canPublish, hasStore } from "../content";
import { draft } from "../draft/store";
import { Moved } from "../releases/Moved";
import { back, canary } from "../releases/moving";
import { Share, shareOf } from "../releases/Share";
import { known, useReleases } from "../releases/store";
import { Where } from "../releases/Where";
import { format, hrefTo, replace, route } from "../route";
import { count, place } from "../words";
import { publication, publish, publishing } from "./publishing";
import { Steps, Undone } from "./Steps";

/** The sequence of what was live when the panel was opened, or when the user has looked again; -1 while that is not known. */
const looked = signal(-1);

/** PublishPanel says what would be written, and publishes it. */
export function PublishPanel() {
  const now = publishing.value ?? draft.value;
  const open = canPublish.value && route.value.params.has("publish") && now !== null;
  const words: Words = { message: useSignal(""), reason: useSignal(""), first: useSignal(false), percent: useSignal("10") };
  useReleases(open);
  useEffect(() => {
    if (!open) return;
    document.getElementById("publish-title")?.focus();
    if (!publication.running.peek()) publication.forget();
    looked.value = -1;
  }, [open]);
  if (!open || !now) return null;
  const close = () => {
    replace({ publish: null });
    document.getElementById("publish-open")?.focus();
  };
  const done = publication.outcome.value;
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
        {done && "done" in done ? <Done published={done.done} target={now.publish.target} /> : <Form now={now} words={words} />}
        <Steps of={publication} />
      </div>
    </section>
  );
}

/** Words are what is written into the form. They stay while the panel is closed. */
interface Words {
  message: Signal<string>;
  reason: Signal<string>;
  first: Signal<boolean>;
  percent: Signal<string>;
}

function Form({ now, words }: { now: Draft; words: Words }) {
  const { message, reason, first, percent } = words;
  const { can, why, target, differs } = now.publish;
  const overridable = now.publish.override ?? (!can && now.conflicts.length === 0 && now.dirty);
  const checking = now.check.state === "checking";
  const something = now.dirty || (differs ?? false);
  const store = known.value?.now;
  const live = store?.live;
  const shared = hasStore.value && live !== null && !live?.canary; // also before it is known what is live
  const share = shared && first.value ? shareOf(percent.value) : 0;
  const wrongShare = shared && first.value && share === 0;
  const unknown = hasStore.value && (!store?.read || Boolean(live?.canary)); // nothing is published over what nobody has seen
  const blocked = unknown || wrongShare || back.running.value || canary.running.value || (!can && !(overridable && reason.value.trim() !== ""));
  const running = publication.running.value;
  const sequence = store?.read ? (live?.sequence ?? 0) : -1;
  useEffect(() => {
    if (looked.peek() < 0) looked.value = sequence;
  }, [sequence, looked.value]);
  // Somebody moved what is live while the panel was open: who has seen the old one decides again.
  const moved = !running && looked.value >= 0 && sequence >= 0 && sequence !== looked.value;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked || moved || running || !something) return;
        void publish(message.value.trim(), can ? "" : reason.value.trim(), share).then((published) => {
          looked.value = -1; // what came of it says what is live
          if (!published) return;
          message.value = reason.value = ""; // they are about what was published
          first.value = false;
        });
      }}
    >
      {now.dirty || !differs ? (
        <p>
          {now.files.length > 0 ? `${now.changes.length > 0 ? count(now.changes.length, "change") + " in " : ""}${count(now.files.length, "file")}` : "No changes"}
          {target && `, to ${targetWords(target)}`}.{" "}
          <a href={format({ view: "review", name: "", params: new URLSearchParams({ publish: "1" }) })}>Review them</a>
        </p>
      ) : (
        <p>No changes in your draft{live && ", but the files are not what is live"}. You can publish the files as they are.</p>
      )}
      {now.files.length > 0 && (
        <ul class="mono files">
          {now.files.map((file) => (
            <li key={file} dir="auto" title={file}>
              {place({ file })}
            </li>
          ))}
        </ul>
      )}
      {hasStore.value && <Where draft={now} />}
      {/* Its line stays, so that the button below does not move away from under a click. */}
      {now.dirty && (
        <p class="quiet" role="status">
          {checking ? "The draft is being checked." : "The draft has been checked."}
        </p>
      )}
      {!can && why && !(live?.canary && !now.publish.override) && (
        <p class="finding bad" dir="auto">
          <b>Not yet:</b> {why}.
        </p>
      )}
      {moved && <Moved live={live ?? null} look={() => (looked.value = sequence)} />}
      {something && shared && <Share first={first} percent={percent} />}
      {something && (
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
      <Undone
        of={publication}
        not="Not published"
        lost={
          <>
            the draft may have been published anyway. Look at the steps below, or at the <a href={hrefTo("history")}>history</a>.
          </>
        }
      />
      {something && (
        <p class="actions">
          <button type="submit" class="primary" aria-disabled={blocked || moved || running}>
            {running ? "Publishing…" : can || !now.dirty ? "Publish" : "Publish anyway"}
          </button>
        </p>
      )}
    </form>
  );
}

function Done({ published, target }: { published: Published; target: string }) {
  const { release, canary, files } = published;
  return (
    <>
      <p class="ok">
        <b>{release ? `Published release ${release}` : "Published"}</b>
        {release ? (canary ? ` for ${canary}% of the conversations` : " for all conversations") : ""}
        {release ? (files.length > 0 ? `, and ${count(files.length, "file")} to ` : "") : ` ${count(files.length, "file")} to `}
        {(!release || files.length > 0) && targetWords(target)}
        {published.commit && (
          <>
            , commit <span class="mono">{published.commit.slice(0, 12)}</span>
          </>
        )}
        {published.pushed && ", pushed"}.
      </p>
      {canary && (
        <p>
          Give it to all, or end it, in the <a href={hrefTo("history")}>history</a>.
        </p>
      )}
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

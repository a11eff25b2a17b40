import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { param, replace } from "../route";
import { ChangesOf } from "../review/ChangesOf";
import { restore } from "../review/restore";
import { Steps, Undone } from "../review/Steps";
import { focusSoon } from "../write/do";
import type { Moved } from "./api";
import { back, canary, goBack } from "./moving";
import { now, releaseOf } from "./store";

const asked = param("back");

/** goingBack returns the number of the release that the user is asked about; 0 for none. */
export function goingBack(): number {
  return Number(asked.value) || 0;
}

const titleId = "back-title";

/** openerId is the id of the button that leads to going back to a release. */
export function openerId(number: number): string {
  return `back-to-${number}`;
}

/** ask asks about going back to a release. */
export function ask(number: number): void {
  replace({ back: String(number) });
}

/** GoBack shows what going back to a release would change, and does it. */
export function GoBack({ number }: { number: number }) {
  const message = useSignal("");
  useEffect(() => {
    if (!back.running.peek()) back.forget();
    message.value = "";
    focusSoon(titleId);
  }, [number]);
  const close = () => {
    replace({ back: null });
    focusSoon(() => (document.getElementById(openerId(number)) ? openerId(number) : "releases"));
  };
  const live = now.value?.live;
  const release = releaseOf(number);
  const outcome = back.outcome.value;
  const done = outcome && "done" in outcome ? outcome.done : null;
  const running = back.running.value;
  const blocked = running || canary.running.value || !live || live.release === number;
  return (
    <section
      class="ask go-back"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <div class="change-head">
        <h5 id={titleId} tabIndex={-1}>
          Back to release {number}
        </h5>
        <button type="button" class="plain" onClick={close}>
          Close
        </button>
      </div>
      {done ? (
        <Gone number={number} moved={done} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (blocked) return;
            void goBack(number, message.value.trim()).then(() => {
              const panel = document.querySelector(".go-back");
              if (document.activeElement === document.body || panel?.contains(document.activeElement)) document.getElementById(titleId)?.focus();
            });
          }}
        >
          {live && live.release !== number ? (
            <p>
              Release {number} becomes live for all conversations, in place of release {live.release}
              {live.canary && `, and the canary, release ${live.canary.release}, ends`}. The files and the drafts stay as they are.
            </p>
          ) : (
            <p>{live ? `Release ${number} is live already.` : "Nothing is live."}</p>
          )}
          {release && !release.was_live && <p class="warn">Release {number} was never live for all conversations: nobody can go back to it.</p>}
          <p class="label" id="back-changes">
            What would change
          </p>
          <div class="seen" role="group" aria-labelledby="back-changes" tabIndex={0}>
            <ChangesOf path={`releases/changes?from=live&to=${number}`} of={live?.sequence ?? 0} what="what would change" />
          </div>
          <label>
            <span class="label">Message</span>
            <textarea rows={2} dir="auto" value={message.value} placeholder={`Back to release ${number}`} onInput={(event) => (message.value = event.currentTarget.value)} />
          </label>
          <Undone of={back} not="Not done" lost="it may have been done anyway. Look at what is live above." />
          <p class="actions">
            <button type="submit" class="primary" aria-disabled={blocked}>
              {running ? "Going back…" : `Go back to release ${number} on all replicas`}
            </button>
          </p>
        </form>
      )}
      <Steps of={back} label={`Steps of going back to release ${number}`} />
    </section>
  );
}

/** Gone says that the release is live again, and what is left to do. */
function Gone({ number, moved }: { number: number; moved: Moved }) {
  return (
    <>
      <p class="ok">
        <b>Release {number} is live again.</b>
      </p>
      {(moved.problems ?? []).map((problem, index) => (
        <p key={index} class="finding warn" dir="auto">
          {problem}
        </p>
      ))}
      <p>The files still have the newer wording, and the next publication is made of them. To go on from release {number}, take it into your draft and publish that.</p>
      <p class="actions">
        <TakeButton number={number} />
      </p>
    </>
  );
}

/** TakeButton gives the draft the files of a release. */
export function TakeButton({ number, plain = false }: { number: number; plain?: boolean }) {
  return (
    <button type="button" class={plain ? "plain" : undefined} onClick={() => void restore({ release: number }, `in release ${number}`)}>
      Take release {number} into your draft
    </button>
  );
}

import type { ComponentChildren } from "preact";
import { Refusals } from "../releases/Refusals";
import { now } from "../releases/store";
import type { Progress } from "./progress";

/** Steps are what the server does, as it tells it. */
export function Steps({ of, label = "Steps" }: { of: Progress<unknown>; label?: string }) {
  const steps = of.steps.value;
  const outcome = of.outcome.value;
  const failed = outcome !== null && ("failed" in outcome || "again" in outcome);
  return (
    <ol class="steps" aria-live="polite" aria-label={label}>
      {steps.map((one, index) => (
        <li key={index} class={one.step === "done" && failed ? "step-failed" : "step-" + one.step} dir="auto">
          {one.words}
          {counted.includes(one.step) && <Of n={steps.slice(0, index + 1).filter((other) => other.step === one.step).length} />}
        </li>
      ))}
    </ol>
  );
}

/** What each replica tells of itself. */
const counted = ["ready", "says"];

/** Of says how many of the replicas that are waited for have told so. */
function Of({ n }: { n: number }) {
  const all = now.value?.replicas.filter((one) => one.state !== "lost").length ?? 0;
  if (all < n) return null; // it is not known
  return (
    <span class="quiet">
      {" "}
      ({n} of {all})
    </span>
  );
}

/** Undone says why it was not done; lost is what to say if that is not known. */
export function Undone({ of, not, lost }: { of: Progress<unknown>; not: string; lost: ComponentChildren }) {
  const outcome = of.outcome.value;
  if (!outcome || "done" in outcome) return null;
  if ("again" in outcome) {
    return (
      <p class="finding warn" role="alert" dir="auto">
        <b>Look again:</b> {outcome.again}
      </p>
    );
  }
  if ("lost" in outcome) {
    return (
      <p class="finding warn" role="alert">
        <b>No answer:</b> {lost}
      </p>
    );
  }
  return (
    <div role="alert">
      <p class="finding bad" dir="auto">
        <b>{not}:</b> {outcome.failed}
      </p>
      <Refusals refusals={outcome.refusals} />
    </div>
  );
}

import type { Signal } from "@preact/signals";

/** Share is who gets a release first: everybody, or a share of the conversations. */
export function Share({ first, percent }: { first: Signal<boolean>; percent: Signal<string> }) {
  const wrong = first.value && shareOf(percent.value) === 0;
  return (
    <fieldset class="share">
      <legend class="label">Who gets it</legend>
      <label>
        <input type="radio" name="share" checked={!first.value} onChange={() => (first.value = false)} /> All conversations
      </label>
      <div class="share-first">
        <label>
          <input type="radio" name="share" checked={first.value} onChange={() => (first.value = true)} /> A share first, to try it:
        </label>{" "}
        <input
          type="number"
          min={1}
          max={99}
          step={1}
          inputMode="numeric"
          aria-label="Percent of the conversations"
          aria-invalid={wrong}
          value={percent.value}
          onInput={(event) => {
            percent.value = event.currentTarget.value;
            first.value = true;
          }}
        />{" "}
        %
      </div>
      <p class="quiet small" role="status">
        {wrong ? "Write a whole number from 1 to 99." : "Such a release is called a canary: later, give it to all, or end it."}
      </p>
    </fieldset>
  );
}

/** shareOf returns the percentage that was written; 0 if it is none. */
export function shareOf(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 99 ? value : 0;
}

import { focusSoon } from "../write/do";
import type { Live } from "./api";
import { Person } from "./Person";
import { timeWords } from "./words";

/** Moved tells who is about to publish that something else is live than before. */
export function Moved({ live, look }: { live: Live | null; look: () => void }) {
  return (
    <div class="finding warn" role="alert">
      <p dir="auto">
        <b>Look again:</b>{" "}
        {live ? (
          <>
            release {live.release} is live now, by <Person name={live.by} />, {timeWords(live.at)}. Publishing replaces it.
          </>
        ) : (
          "nothing is live any more."
        )}
      </p>
      <p class="actions">
        <button
          type="button"
          onClick={() => {
            look();
            focusSoon("publish-title"); // this button goes
          }}
        >
          I have looked
        </button>
      </p>
    </div>
  );
}

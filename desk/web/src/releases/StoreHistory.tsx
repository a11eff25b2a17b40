import { Failure } from "../shell/Failure";
import { Live } from "./Live";
import { Releases } from "./Releases";
import { Replicas } from "./Replicas";
import { failure, known, refresh, useReleases } from "./store";

/** StoreHistory is what is live, who says it, and what was published into the store. */
export function StoreHistory() {
  useReleases();
  return (
    <>
      {failure.value !== null && <Failure failure={failure.value} what="the releases" retry={() => void refresh()} />}
      {!known.value && failure.value === null && <p class="quiet">Loading…</p>}
      {known.value && (
        <>
          <Live known={known.value} />
          <Replicas known={known.value} />
          <Releases known={known.value} />
        </>
      )}
    </>
  );
}

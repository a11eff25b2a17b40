import { ago } from "../review/days";
import type { Now, Replica } from "./api";
import { Refusals } from "./Refusals";
import type { Known } from "./store";
import { useMinute } from "./useMinute";
import { countWords, heardAt, saysWords, stateWords, timeWords } from "./words";

/** Replicas are the servers that say what is live, and what each says. */
export function Replicas({ known: { now, at } }: { known: Known }) {
  useMinute();
  return (
    <section aria-labelledby="replicas" class={now.reachable ? undefined : "old"}>
      <h3 id="replicas">Replicas</h3>
      <p class="quiet small">A replica is one of the running servers that answer the assistant.</p>
      {now.replicas.length > 0 ? (
        <>
          <p role="status">
            {!now.reachable && "Before: "}
            {countWords(now)}.
          </p>
          <ul class="replicas" aria-labelledby="replicas">
            {now.replicas.map((one) => (
              <Row key={one.name} replica={one} now={now} at={at} />
            ))}
          </ul>
        </>
      ) : (
        <p role="status">{now.read ? "No replica has told of itself. Each server that is started with this store is shown here." : "Nothing is known of the replicas yet."}</p>
      )}
    </section>
  );
}

const tones: Record<Replica["state"], string> = { says: "ok", ready: "ok", behind: "warn", refuses: "bad", lost: "quiet" };

function Row({ replica, now, at }: { replica: Replica; now: Now; at: number }) {
  const since = replica.state !== "lost" && replica.since;
  return (
    <li data-state={replica.state}>
      <span class="mono" dir="auto">
        {replica.name}
      </span>{" "}
      <span>{saysWords(replica)}</span>{" "}
      <span class={tones[replica.state]}>{stateWords(replica, now, at)}</span>{" "}
      <span class="quiet small">
        {replica.state === "lost" ? ago(heardAt(replica, at)) : since ? `since ${timeWords(since)}` : ""}
        {replica.last_good && ", from its own copy: it has not reached the store"}
      </span>
      {replica.error && (
        <p class="finding warn" dir="auto">
          What it told cannot be read: {replica.error}.
        </p>
      )}
      {replica.refusals && replica.refusals.length > 0 && (
        <div class="finding bad">
          <Refusals refusals={replica.refusals} />
        </div>
      )}
    </li>
  );
}

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Difference, DifferingResponse } from "../api";
import { Loader } from "../loader";
import { Failure } from "../shell/Failure";
import { count } from "../words";
import { Diff } from "./Differences";

interface Props {
  /** Where the server has the difference. */
  path: string;
  /** What it is the difference of: with another value, it is asked for again. */
  of?: string | number;
  /** What it is called where it cannot be shown. */
  what?: string;
  /** What to say if nothing differs by meaning. */
  none?: string;
}

const step = 50;

/** ChangesOf asks for a difference by meaning, and shows it. */
export function ChangesOf({ path, of = "", what = "what it changed", none = "Nothing that the assistant says." }: Props) {
  const loader = useSignal(new Loader<Difference>()).value;
  const limit = useSignal(step);
  const get = () => void loader.load(path, path);
  useEffect(get, [path, of]);
  const { data, failure, key } = loader.state.value;
  if (failure !== null) return <Failure failure={failure} what={what} retry={get} />;
  if (!data || key !== path) return <p class="quiet">Loading…</p>;
  const responses = data.responses ?? [];
  if (responses.length === 0) return <p class="quiet">{none}</p>;
  const more = responses.length - limit.value;
  return (
    <>
      <ul class="changed-response">
        {responses.slice(0, limit.value).map((one) => (
          <ResponseChanges key={one.name} one={one} />
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="plain" onClick={() => (limit.value += step)}>
          Show {count(Math.min(more, step), "more response", "more responses")} of {responses.length}
        </button>
      )}
    </>
  );
}

function ResponseChanges({ one }: { one: DifferingResponse }) {
  return (
    <li>
      <p>
        <span class="mono">{one.name}</span> <span class="quiet">{one.renamed_from ? `renamed from ${one.renamed_from}` : one.kind}</span>
      </p>
      {one.variations?.map((variation, index) => (
        <div key={index} class="nested">
          {variation.kind !== "changed" && (
            <p>
              Variation {variation.number} {variation.kind}: {variation.kind === "removed" ? <del dir="auto">{variation.text}</del> : <ins dir="auto">{variation.text}</ins>}
            </p>
          )}
          {variation.changes?.map((part, at) => (
            <div key={at}>
              <p class="quiet">
                {part.path} of variation {variation.number}
              </p>
              <Diff words={part.words ?? []} before={part.before ?? ""} after={part.after ?? ""} />
            </div>
          ))}
        </div>
      ))}
      {one.order?.map((order, index) => (
        <p key={index}>
          {order.group}: <del>{order.before}</del> <ins>{order.after}</ins> comes first.
        </p>
      ))}
    </li>
  );
}

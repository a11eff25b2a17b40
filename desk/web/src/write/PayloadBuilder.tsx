import { batch, signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { summary } from "../content";
import type { Field } from "../draft/edits";
import { fetchCompletions } from "../file/api";
import { partsOf, payloadOf, whyNot, type Built, type Engine, type Pair } from "./payload";
import { focusSoon } from "./do";
import { bind } from "./useField";
import { idOf } from "./Writing";

interface Props {
  field: Field;
  /** The payload that the content has; undefined for none. */
  text: string | undefined;
  /** What has the payload, such as: button 1 of variation 2. */
  owner: string;
  engine: Engine;
}

/** The names of the domain, for all builders of the page. */
const names = signal<{ intents: string[]; slots: string[] }>({ intents: [], slots: [] });
let namesOf: string | undefined; // the version of the content that they are of

function loadNames(): void {
  const version = summary.peek()?.version;
  if (version === undefined || version === namesOf) return;
  namesOf = version;
  void fetchCompletions()
    .then((all) => (names.value = { intents: all.intents, slots: all.slots.map((slot) => slot.name) }))
    .catch(() => (namesOf = undefined)); // without them, any name can be typed
}

const empty: Built = { kind: "intent", intent: "", pairs: [] };

/** PayloadBuilder writes a payload from its parts, into the field of the payload. */
export function PayloadBuilder(props: Props) {
  const open = useSignal(false);
  return (
    <details class="payload-builder" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>Build the payload</summary>
      {open.value && <Parts {...props} />}
    </details>
  );
}

function Parts({ field, text, owner, engine }: Props) {
  const bound = bind(field, text, (value) => (typeof value === "string" ? value : ""));
  const now = bound.text;
  // What is chosen here, and the payload that it is for: with another one, such as after an undo, that one is shown.
  const chosen = useSignal<{ parts: Built; payload: string } | null>(null);
  const inside = useSignal(false);
  useEffect(loadNames, []);
  const read = partsOf(now, engine);
  const parts = chosen.value?.payload === now ? chosen.value.parts : (read ?? empty);
  const { kind, intent, pairs } = parts;
  const wrong = whyNot(parts, engine);
  const id = idOf(field) + "-built";
  const lists = useMemo(
    () => (["intents", "slots"] as const).map((list) => <Names key={list} id={`${id}-${list}`} names={inside.value ? names.value[list] : []} />),
    [inside.value, names.value, id],
  );
  const set = (next: Built) => {
    const made = whyNot(next, engine) === "" ? payloadOf(next, engine) : "";
    batch(() => {
      chosen.value = { parts: next, payload: made || now };
      if (made !== "" && made !== now) bound.onText({ text: made, value: made }); // held: what is shown stays until one leaves
    });
  };
  const replace = (index: number, pair: Pair) => set({ ...parts, pairs: pairs.map((one, at) => (at === index ? pair : one)) });
  const noun = kind === "slots" ? "slot" : "entity";
  const add = () => {
    set({ ...parts, pairs: [...pairs, { name: "", value: "" }] });
    focusSoon(`${id}-${pairs.length}`);
  };
  return (
    <div
      class="payload-parts"
      onFocusIn={() => (inside.value = true)}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
        inside.value = false;
        bound.onBlur();
      }}
    >
      {read === null ? (
        <p class="quiet">The builder cannot show this payload. What you choose here takes its place.</p>
      ) : (
        now !== "" &&
        payloadOf(parts, engine) === "" && <p class="quiet">The payload stays as it is until {kind === "slots" ? "a slot has a name and a value" : "there is an intent"}.</p>
      )}
      <div role="status">{wrong && <p class="finding bad">{wrong}</p>}</div>
      {lists}
      <p class="payload-row kind">
        <select
          aria-label={`What a click on ${owner} does`}
          value={kind}
          onChange={(event) => {
            const slots = event.currentTarget.value === "slots";
            const next: Built = { ...parts, kind: slots ? "slots" : "intent", pairs: slots && pairs.length === 0 ? [{ name: "", value: "" }] : pairs };
            set(next);
          }}
        >
          <option value="intent">says an intent</option>
          <option value="slots">sets slots</option>
        </select>
        {kind === "intent" && (
          <input
            class="write mono"
            aria-label={`Intent of ${owner}`}
            list={id + "-intents"}
            placeholder="intent"
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            value={intent}
            onInput={(event) => set({ ...parts, intent: event.currentTarget.value.replace(/^\//, "") })}
          />
        )}
      </p>
      {pairs.map((pair, index) => (
        <p class="payload-row" key={index}>
          <input
            class="write mono"
            id={`${id}-${index}`}
            aria-label={`Name of ${noun} ${index + 1} of ${owner}`}
            list={kind === "slots" ? id + "-slots" : undefined}
            placeholder={noun}
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            value={pair.name}
            onInput={(event) => replace(index, { ...pair, name: event.currentTarget.value })}
          />
          <input
            class="write mono"
            aria-label={`Value of ${noun} ${index + 1} of ${owner}`}
            placeholder="value"
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            value={pair.value}
            onInput={(event) => replace(index, { ...pair, value: event.currentTarget.value })}
          />
          <button
            type="button"
            class="plain"
            aria-label={`Remove ${noun} ${index + 1} of ${owner}`}
            onClick={() => {
              set({ ...parts, pairs: pairs.filter((_, at) => at !== index) });
              focusSoon(id + "-add");
            }}
          >
            Remove
          </button>
        </p>
      ))}
      <button type="button" class="plain" id={id + "-add"} onClick={add}>
        Add {kind === "slots" ? "a slot" : "an entity"}
      </button>
    </div>
  );
}

function Names({ id, names }: { id: string; names: string[] }) {
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}

import { route } from "../route";
import { number } from "../words";
import { stateWords, type State } from "./api";
import { choose, countWords, language, listing } from "./store";

const words: Record<string, string> = { open: "left to do", ...stateWords };

/** Filters choose which texts are listed. */
export function Filters() {
  const { params } = route.value;
  const list = listing.value?.language === language.value ? listing.value : null;
  const state = params.get("state") ?? "";
  const response = params.get("response");
  return (
    <search class="translation-filters">
      <input
        type="search"
        class="search"
        aria-label="Search names, sources, translations"
        aria-keyshortcuts="/"
        placeholder="Search names, sources, translations   /"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        value={params.get("q") ?? ""}
        onInput={(event) => choose({ q: event.currentTarget.value || null })}
      />
      <div class="chips" role="group" aria-label="States">
        {(list?.states ?? []).map(({ name, count }) =>
          count > 0 || name === state ? (
            <button key={name} type="button" class="chip" aria-pressed={name === state} onClick={() => choose({ state: name === state ? null : name })}>
              {words[name as State] ?? name} <span class="n">{number(count)}</span>
            </button>
          ) : null,
        )}
        {response && (
          <button type="button" class="chip" aria-pressed={true} onClick={() => choose({ response: null })}>
            only <span class="mono">{response}</span>
          </button>
        )}
      </div>
    </search>
  );
}

/** Matched says how many texts are listed, and lists all again. */
export function Matched() {
  const { params } = route.value;
  const list = listing.value?.language === language.value ? listing.value : null;
  const filtered = ["state", "response", "q"].some((name) => params.get(name));
  return (
    <span class="count">
      <span>{list ? countWords(list) : "\u00a0"}</span>
      {filtered && (
        <button type="button" class="plain" onClick={() => choose({ state: null, q: null, response: null })}>
          Clear
        </button>
      )}
    </span>
  );
}

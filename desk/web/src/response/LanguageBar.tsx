import type { LanguageState } from "../api";
import { languageName } from "../content";
import { format, replace, route } from "../route";
import { beside, hidden, toggle } from "./languages";

const stateWords = { full: "", part: "in part", missing: "missing" };

/** LanguageBar chooses which languages are shown, and how. */
export function LanguageBar({ languages }: { languages: LanguageState[] }) {
  if (languages.length === 0) return null;
  const to = new URLSearchParams({ response: route.value.name });
  const tried = route.value.params.get("lang");
  if (tried) to.set("lang", tried);
  return (
    <div class="languages">
      <div class="chips" role="group" aria-label="Languages shown">
        {languages.map((language) => (
          <button key={language.code} type="button" class="chip" aria-pressed={!hidden.value.has(language.code)} onClick={() => toggle(language.code)}>
            {languageName(language.code)} {language.state !== "full" && <span class="state">{stateWords[language.state]}</span>}
          </button>
        ))}
      </div>
      <div class="languages-end">
        <a class="translate" href={format({ view: "translations", name: "", params: to })}>
          Translate
        </a>
        <button type="button" class="chip wide-only" aria-pressed={beside.value} onClick={() => replace({ layout: beside.value ? null : "columns" })}>
          Side by side
        </button>
      </div>
    </div>
  );
}

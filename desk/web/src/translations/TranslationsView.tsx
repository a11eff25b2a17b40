import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { canWrite, changes, ready } from "../content";
import { Failure } from "../shell/Failure";
import { AddLanguage } from "./AddLanguage";
import { CoverageBar, CoverageWords } from "./CoverageBar";
import { Filters } from "./Filters";
import { Export } from "./Export";
import { Import } from "./Import";
import { Table } from "./Table";
import { coverage, language, listing, loadCoverage } from "./store";

/** TranslationsView is where texts are translated: all of one language, beside their sources. */
export function TranslationsView() {
  useEffect(() => {
    if (ready.value) loadCoverage();
  }, [ready.value, changes.value]);
  const { data, failure, slow } = coverage.state.value;
  const tools = useSignal(false); // only where there is little room: else they are always shown
  const none = data !== null && data.languages.length === 0; // what is needed then is one
  return (
    <main class="page translations" id="main">
      <div class="translations-head">
        <div class="translations-title">
          <h2 class="page-title" tabIndex={-1}>
            Translations
          </h2>
          {!none && (
            <button type="button" class="tools-open" aria-expanded={tools.value} aria-controls="translation-tools" onClick={() => (tools.value = !tools.value)}>
              Add, export, import
            </button>
          )}
        </div>
        {failure !== null && <Failure failure={failure} what="the languages" retry={loadCoverage} />}
        {!data && slow && <p class="quiet">Loading…</p>}
        {data && <CoverageBar languages={data.languages} />}
        {(data || language.value) && (
          <div class={"translation-tools" + (tools.value || none ? " open" : "")} id="translation-tools">
            {data && <CoverageWords languages={data.languages} />}
            {language.value && <Export />}
            <AddLanguage />
            {language.value && canWrite.value && !listing.value?.fixed && <Import />}
          </div>
        )}
        {language.value && <Filters />}
      </div>
      {language.value ? <Table /> : data && <Nothing />}
    </main>
  );
}

function Nothing() {
  return (
    <p class="empty">
      The content has no translations yet. Add a language above: all texts are listed, and each can be translated here or exported for a translator.
    </p>
  );
}

import type { LanguageState, Text } from "../api";
import { languageName } from "../content";
import { CountOf, levelOf } from "./CountOf";
import { FindingNotes } from "../shell/FindingNote";
import { beside, hidden } from "./languages";
import { Words } from "./Pieces";
import type { Placed } from "./placed";

interface Props {
  texts: Text[];
  /** The languages of the content: one without a text is said to be missing. */
  languages: LanguageState[];
  placed: Placed;
}

/** Texts are a text and its translations. */
export function Texts({ texts, languages, placed }: Props) {
  const codes = ["", ...languages.map((language) => language.code)];
  for (const text of texts) if (text.language && !codes.includes(text.language)) codes.push(text.language);
  const shown = codes.filter((code) => !hidden.value.has(code));
  return (
    <div class={beside.value ? "texts beside" : "texts"}>
      {shown.map((code) => {
        const text = texts.find((one) => (one.language ?? "") === code);
        const findings = placed.at(text?.path ?? "text", code);
        if (!text && code === "" && findings.length === 0) return null;
        return (
          <div key={code} class="text">
            <LanguageLabel code={code} />
            <div class="field">
              {text ? <Words text={text} /> : <span class="missing">no translation</span>}
              {text?.count && levelOf(text.count) !== "" && <CountOf count={text.count} />}
              <FindingNotes findings={findings} />
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** LanguageLabel names a language; the untranslated text has none. */
export function LanguageLabel({ code }: { code: string }) {
  if (code === "") return <span class="label">Text</span>;
  const name = languageName(code);
  return (
    <span class="label">
      {name !== code && <span>{name} </span>}
      <span class="mono">{code}</span>
    </span>
  );
}

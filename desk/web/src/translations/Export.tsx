import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announce } from "../announce";
import { isAbort } from "../ask";
import { reasonOf } from "../draft/store";
import { route } from "../route";
import { download } from "./download";
import { language, listing } from "./store";

const formats = [
  ["xliff", "XLIFF"],
  ["po", "PO"],
  ["csv", "CSV"],
] as const;

/** The file that is asked for, by the name of its format; empty for none. */
const waiting = signal("");
const trouble = signal("");

/** The question whose answer is waited for; those before it do not matter any more. */
let asked: AbortController | null = null;

/** Export gives the texts of the language to a translator, as files. */
export function Export() {
  const name = listing.value?.language === language.value ? listing.value.name : language.value;
  const state = route.value.params.get("state");
  const only = state === "open" ? ["missing", "empty", "differs"] : state ? [state] : [];
  const path = (format: string) => {
    const to = new URLSearchParams({ language: language.value, format });
    for (const one of only) to.append("only", one);
    return "translations/export?" + to.toString();
  };
  // What was said is about the texts that were to be exported.
  useEffect(() => {
    trouble.value = "";
  }, [language.value, state]);
  return (
    <div class="exporting">
      <p class="exports">
        <span>
          Export {only.length > 0 ? "the texts in this state" : "all texts"} for a translator of {name}:
        </span>
        {formats.map(([format, title]) => (
          <a
            key={format}
            href={"/api/desk/v1/" + path(format)}
            download=""
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // the browser knows what is meant
              event.preventDefault();
              void save(path(format), title);
            }}
          >
            {title}
          </a>
        ))}
      </p>
      <div role="status">
        {waiting.value && <p class="small quiet">Exporting {waiting.value}…</p>}
        {trouble.value && (
          <p class="finding bad" dir="auto">
            Not exported: {trouble.value}
          </p>
        )}
      </div>
    </div>
  );
}

async function save(path: string, title: string): Promise<void> {
  asked?.abort();
  const mine = (asked = new AbortController());
  trouble.value = "";
  waiting.value = title;
  try {
    const name = await download(path, mine.signal);
    announce(`Exported ${name}`);
  } catch (failure) {
    if (asked === mine && !isAbort(failure)) trouble.value = `${title}: ${reasonOf(failure)}`;
  } finally {
    if (asked === mine) waiting.value = "";
  }
}

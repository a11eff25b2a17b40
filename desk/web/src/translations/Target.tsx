import { useRef } from "preact/hooks";
import type { Piece } from "../api";
import { editOf, type Field } from "../draft/edits";
import { tag } from "../words";
import { marked } from "../write/marks";
import { bind } from "../write/useField";
import { Below } from "../write/Writing";
import type { TranslationRow } from "./api";
import { keep } from "./store";
import { useTaken } from "./taken";

/** Target is the translation of a text, written in place. */
export function Target({ row, language, change }: { row: TranslationRow; language: string; change: number }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const field: Field = { response: row.response, number: row.number, path: row.path, language };
  const saved = useTaken(editOf(field), row.state === "missing" ? undefined : textOf(row.target), change);
  const bound = bind(field, saved, (value) => (typeof value === "string" ? value : ""));
  const id = "text-" + row.id.replace(/[^\w-]/g, (letter) => "_" + letter.codePointAt(0)?.toString(16));
  const { edit } = bound;
  const described = edit && (edit.refused || edit.fault) ? id + "-why" : undefined;
  const write = (text: string) => {
    keep(row.id);
    bound.onText({ text, value: text === "" && saved === undefined ? undefined : text });
  };
  return (
    <>
      <div class="grow">
        <div class="under" aria-hidden="true" dir="auto">
          {marksOf(bound.text, row).map((piece, index) => (piece.kind ? <mark key={index} class={piece.kind}>{piece.text}</mark> : piece.text))}
          {"\u200b"}
        </div>
        <textarea
          ref={area}
          id={id}
          class="write"
          rows={1}
          dir="auto"
          lang={tag(language)}
          aria-label={`${row.response}, variation ${row.number}, ${row.where}: ${textOf(row.source)}`}
          aria-invalid={described ? true : undefined}
          aria-describedby={described}
          placeholder="no translation"
          value={bound.text}
          onInput={(event) => write(event.currentTarget.value)}
          onFocus={bound.onFocus}
          onBlur={() => {
            // A translation without a text is none.
            if (bound.text === "" && saved !== undefined && row.state !== "empty") {
              keep(row.id);
              bound.onText({ text: "", value: undefined });
            }
            bound.onBlur();
          }}
        />
      </div>
      {row.variables.length > 0 && (
        <p class="inserts" role="group" aria-label="Insert a variable">
          {row.variables.map((variable) => (
            <button key={variable} type="button" class="chip mono" aria-label={`Insert ${variable}`} onClick={() => insert(variable)}>
              + {variable}
            </button>
          ))}
        </p>
      )}
      <Below field={field} bound={bound} id={id} findings={row.findings} />
    </>
  );

  /** insert puts a variable where the caret is. */
  function insert(variable: string) {
    const element = area.current;
    if (!element) return;
    element.focus();
    element.setRangeText(variable, element.selectionStart, element.selectionEnd, "end");
    write(element.value);
  }
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join("");
}

/** marksOf marks what the server knows to be code, and the variables of the source. */
function marksOf(text: string, row: TranslationRow): Piece[] {
  return marked(text, row.target).flatMap((piece) => (piece.kind ? [piece] : withVariables(piece.text, row.variables)));
}

function withVariables(text: string, variables: readonly string[]): Piece[] {
  const out: Piece[] = [];
  let rest = text;
  while (rest) {
    let at = -1;
    let found = "";
    for (const variable of variables) {
      const i = rest.indexOf(variable);
      if (i >= 0 && (at < 0 || i < at)) [at, found] = [i, variable];
    }
    if (at < 0) break;
    if (at > 0) out.push({ text: rest.slice(0, at) });
    out.push({ text: found, kind: "variable" });
    rest = rest.slice(at + found.length);
  }
  if (rest) out.push({ text: rest });
  return out;
}

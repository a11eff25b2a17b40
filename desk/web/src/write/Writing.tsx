import type { Count, Finding, Piece, Touch } from "../api";
import type { Field } from "../draft/edits";
import { CountOf, isWorthSaying, levelOf } from "../response/CountOf";
import { FindingNotes } from "../shell/FindingNote";
import { othersOf } from "../draft/store";
import { tag } from "../words";
import { bind, decide, drop, type Bound } from "./useField";
import { marked } from "./marks";

interface Props {
  field: Field;
  /** What it is called for those who do not see where it is. */
  name: string;
  /** The text that the content has; undefined for none. */
  text: string | undefined;
  pieces?: Piece[];
  findings: Finding[];
  count?: Count;
  placeholder?: string;
  single?: boolean;
  mono?: boolean;
  list?: string;
  /** Whether an empty text removes the field. */
  optional?: boolean;
}

/** TextField is a text of the content that is written in place. */
export function TextField({ field, name, text, pieces = [], findings, count, placeholder, single, mono, list, optional }: Props) {
  const bound = bind(field, text, (value) => (typeof value === "string" ? value : ""));
  const id = idOf(field);
  const { edit } = bound;
  const wrong = edit && (edit.refused || edit.fault);
  // What has one line mostly has room: it is counted where it is nearly too long.
  const counted = count && (single ? levelOf(count) !== "" : isWorthSaying(count)) ? count : undefined;
  const described = [wrong && id + "-why", counted && id + "-count"].filter(Boolean).join(" ") || undefined;
  const onInput = (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
    const written = event.currentTarget.value;
    bound.onText({ text: written, value: written === "" && optional && (single || text === undefined) ? undefined : written });
  };
  const onBlur = () => {
    if (optional && bound.text === "" && text !== undefined) bound.onText({ text: "", value: undefined });
    bound.onBlur();
  };
  const common = {
    id,
    "aria-label": name,
    "aria-invalid": wrong ? true : undefined,
    "aria-describedby": described,
    placeholder,
    dir: "auto" as const,
    lang: tag(field.language),
    value: bound.text,
    onInput,
    onFocus: bound.onFocus,
    onBlur,
  };
  return (
    <>
      {single ? (
        <input {...common} class={mono ? "write mono" : "write"} list={list} autocomplete="off" spellcheck={mono ? false : undefined} />
      ) : (
        <div class="grow">
          <div class="under" aria-hidden="true" dir="auto">
            {marked(bound.text, pieces).map((piece, index) => (piece.kind ? <mark key={index} class={piece.kind}>{piece.text}</mark> : piece.text))}
            {"\u200b"}
          </div>
          <textarea {...common} class="write" rows={1} />
        </div>
      )}
      {counted && <CountOf count={counted} id={id + "-count"} />}
      <Below field={field} bound={bound} id={id} findings={findings} />
    </>
  );
}

/** idOf returns the id of a field in the page. */
export function idOf(field: Field): string {
  return ["write", field.number, field.path, field.language].filter((part) => part !== "").join("-").replace(/[^\w-]+/g, "_");
}

interface BelowProps {
  field: Field;
  bound: Bound;
  id: string;
  findings: Finding[];
}

/** Below is what there is to say of a field: why it was not taken, and its findings. */
export function Below({ field, bound: { edit }, id, findings }: BelowProps) {
  return (
    <>
      {edit?.fault && (
        <p class="fault" id={id + "-why"}>
          {edit.fault}
        </p>
      )}
      {edit && edit.refused && !edit.conflict && (
        <div class="refused" id={id + "-why"} role="status">
          <p class="fault" dir="auto">
            Not saved: {edit.refused}
          </p>
          <button type="button" class="plain" onClick={() => drop(field)}>
            Show what is saved
          </button>
        </div>
      )}
      {edit?.conflict && (
        <div class="refused" id={id + "-why"} role="status">
          <p class="fault">Not saved: this was changed elsewhere since you saw it.</p>
          <blockquote dir="auto">{edit.present === null || edit.present === undefined ? <i>removed</i> : show(edit.present)}</blockquote>
          <p class="actions">
            <button type="button" onClick={() => decide(field, true)}>
              Keep mine
            </button>
            <button type="button" onClick={() => decide(field, false)}>
              Take theirs
            </button>
          </p>
        </div>
      )}
      <Touched field={field} />
      <FindingNotes findings={findings} />
    </>
  );
}

export function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Touched says who else is changing a field. */
function Touched({ field }: { field: Field }) {
  const others = (othersOf.value.get(field.response) ?? []).filter((one) => isAbout(one, field));
  if (others.length === 0) return null;
  return <p class="touched">{[...new Set(others.map((one) => one.author))].join(", ")} is changing this too.</p>;
}

function isAbout(touch: Touch, field: Field): boolean {
  return touch.number === field.number && touch.path === field.path && (touch.language ?? "") === field.language;
}

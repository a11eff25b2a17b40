import { useSignal } from "@preact/signals";
import type { Button, Finding, LanguageState, Text } from "../api";
import { languageName } from "../content";
import { hidden } from "../response/languages";
import { plain } from "../response/Image";
import { FindingNotes } from "../shell/FindingNote";
import { moves } from "../draft/edits";
import { act } from "./do";
import { JsonField } from "./JsonField";
import { PayloadBuilder } from "./PayloadBuilder";
import { TextField } from "./Writing";

interface Props {
  response: string;
  number: number;
  title: string;
  /** The key of the list: buttons or quick_replies. */
  path: string;
  buttons: Button[];
  languages: LanguageState[];
  engine: string;
  /** Findings of the list and of each button. */
  at: (path: string, language?: string) => Finding[];
  rest: (path: string) => Finding[];
}

const nouns: Record<string, string> = { buttons: "button", quick_replies: "quick reply" };

/** ButtonsEditor writes buttons or quick replies, and orders them. */
export function ButtonsEditor(props: Props) {
  const { response, number, title, path, buttons } = props;
  const dragged = useSignal(-1);
  const over = useSignal(-1);
  const noun = nouns[path] ?? "button";
  const base = { response, number };
  const move = (from: number, to: number, focus: string) =>
    void act(`Moved to ${to + 1} of ${buttons.length}`, [{ kind: "move_item", ...base, path: `${path}[${from}]`, to: to + 1 }], focus);
  return (
    <section class="part" aria-label={`${title} of variation ${number}`}>
      <h4>{title}</h4>
      <ol class="button-fields">
        {buttons.map((button, index) => {
          const id = `${path}-${number}-${index}`;
          const last = index === buttons.length - 1;
          return (
            <li
              key={index}
              class={over.value === index && dragged.value >= 0 ? "over" : ""}
              onDragOver={(event) => {
                if (dragged.value < 0) return;
                event.preventDefault();
                over.value = index;
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged.value >= 0 && dragged.value !== index) move(dragged.value, index, `${path}-${number}-${index}-up`);
                dragged.value = over.value = -1;
              }}
            >
              <div class="button-head">
                <span
                  class="grip"
                  draggable
                  title="Drag to order"
                  aria-hidden="true"
                  onDragStart={(event) => {
                    event.dataTransfer?.setData("text/plain", "");
                    dragged.value = index;
                  }}
                  onDragEnd={() => (dragged.value = over.value = -1)}
                >
                  ⠿
                </span>
                <span class="label">
                  {noun} {index + 1}
                </span>
                <span class="tools">
                  <button type="button" class="plain" id={id + "-up"} aria-label={`Move ${noun} ${index + 1} up`} aria-disabled={index === 0} onClick={() => index > 0 && move(index, index - 1, `${path}-${number}-${index - 1}-up`)}>
                    Up
                  </button>
                  <button type="button" class="plain" id={id + "-down"} aria-label={`Move ${noun} ${index + 1} down`} aria-disabled={last} onClick={() => !last && move(index, index + 1, `${path}-${number}-${index + 1}-down`)}>
                    Down
                  </button>
                  <button
                    type="button"
                    class="plain"
                    aria-label={`Remove ${noun} ${index + 1}`}
                    onClick={() => void act(`Removed ${noun} ${index + 1}`, [{ kind: "remove_item", ...base, path: `${path}[${index}]` }], `add-${path}-${number}`)}
                  >
                    Remove
                  </button>
                </span>
              </div>
              <Item {...props} button={button} index={index} noun={noun} />
            </li>
          );
        })}
      </ol>
      <FindingNotes findings={props.at(path)} />
      <button type="button" class="plain add" id={`add-${path}-${number}`} onClick={() => void addButton(response, number, path, buttons.length)}>
        Add {noun}
      </button>
    </section>
  );
}

/** addButton adds an empty button at the end of a list, which may not be there yet. */
export function addButton(response: string, number: number, path: string, count: number): Promise<boolean> {
  const title = `write-${number}-${path}_${count}_title`;
  return act(`Added ${nouns[path] ?? "button"} ${count + 1}`, [{ kind: "add_item", response, number, path, value: { title: "", payload: "" } }], title);
}

function Item({ response, number, path, button, index, noun, languages, engine, at, rest }: Props & { button: Button; index: number; noun: string }) {
  const within = `${path}[${index}]`;
  const find = (texts: Text[], code: string) => texts.find((one) => (one.language ?? "") === code);
  const codes = languages.map((language) => language.code);
  for (const text of [...button.titles, ...button.payloads]) if (text.language && !codes.includes(text.language)) codes.push(text.language);
  const one = (texts: Text[], key: "title" | "payload", code: string) => {
    const text = find(texts, code);
    const name = `${key === "title" ? "Title" : "Payload"} of ${noun} ${index + 1} of variation ${number}${code ? " in " + languageName(code) : ""}`;
    return (
      <div class="sub-field">
        <TextField
          field={{ response, number, path: `${within}.${key}`, language: code }}
          name={name}
          text={text && plain(text.pieces)}
          count={text?.count}
          findings={at(`${within}.${key}`, code)}
          placeholder={code ? (key === "title" ? "no translation yet" : "same payload") : key}
          single
          mono={key === "payload"}
          optional={code !== ""}
        />
      </div>
    );
  };
  const payload = find(button.payloads, "");
  return (
    <div class="button-field">
      {one(button.titles, "title", "")}
      {one(button.payloads, "payload", "")}
      <PayloadBuilder
        key={`${moves.value} ${response}`}
        field={{ response, number, path: `${within}.payload`, language: "" }}
        text={payload && plain(payload.pieces)}
        owner={`${noun} ${index + 1} of variation ${number}`}
        engine={engine === "jinja" ? "jinja" : "format"}
      />
      {codes
        .filter((code) => !hidden.value.has(code))
        .map((code) => (
          <div key={code} class="button-language">
            <span class="label mono" title={languageName(code)}>
              {code}
            </span>
            {one(button.titles, "title", code)}
            {find(button.payloads, code) && one(button.payloads, "payload", code)}
          </div>
        ))}
      {button.parts?.map((part) => (
        <div key={part.key} class="sub-field wide">
          <span class="label mono">{part.key}</span>
          <JsonField field={{ response, number, path: `${within}.${part.key}`, language: "" }} name={`${part.key} of ${noun} ${index + 1}`} value={part.value} findings={at(`${within}.${part.key}`)} />
        </div>
      ))}
      <FindingNotes findings={rest(within)} />
    </div>
  );
}

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Finding, Input, Json, LanguageState, Op, Response, Text, Variation } from "../api";
import { channelTitle, languageName, summary } from "../content";
import { hidden, beside } from "../response/languages";
import { plain, Image } from "../response/Image";
import { LanguageLabel } from "../response/Texts";
import { act, focusSoon, NotDone } from "./do";
import { addButton, ButtonsEditor } from "./ButtonsEditor";
import { ConditionEditor } from "./ConditionEditor";
import { JsonField } from "./JsonField";
import { Below, idOf, TextField } from "./Writing";
import { bind } from "./useField";

interface Props {
  response: Response;
  variation: Variation;
  /** at finds findings of a field, rest those of what is in it and no field. */
  at: (path: string, language?: string) => Finding[];
  rest: (path: string) => Finding[];
}

/** CardEditor writes a variation. */
export function CardEditor({ response, variation, at, rest }: Props) {
  const { number } = variation;
  const name = response.name;
  const placing = useSignal(variation.condition?.never !== undefined || ["condition", "channel", "id"].some((path) => at(path).length + rest(path).length > 0));
  const opened = useSignal<string[]>([]);
  const more = useSignal(false);
  const base = { response: name, number };
  const has = (path: string) => opened.value.includes(path);
  const open = (path: string, focus: string) => {
    opened.value = [...opened.value, path];
    focusSoon(focus);
  };
  const empty = variation.texts.length === 0 && !variation.image && !variation.buttons?.length && !variation.quick_replies?.length && !variation.parts?.length;
  const hasText = variation.texts.length > 0 || has("text") || empty;
  const rare = ["custom", "metadata", "elements"].filter((key) => !variation.parts?.some((part) => part.key === key) && !has(key));
  const single = (path: string) => ({ response: name, number, path, language: "" });
  return (
    <>
      <details class="placing" open={placing.value} onToggle={(event) => (placing.value = event.currentTarget.open)}>
        <summary>Condition, channel, id</summary>
        {placing.value && (
          <>
            <ConditionEditor response={name} variation={variation} inputs={response.inputs.slots} findings={[...at("condition"), ...rest("condition")]} />
            <div class="two-fields">
              <Labelled label="Channel">
                <ChannelField response={name} variation={variation} findings={[...at("channel"), ...rest("channel")]} />
              </Labelled>
              <Labelled label="ID">
                <TextField field={single("id")} name={`ID of variation ${number}`} text={variation.id} findings={[...at("id"), ...rest("id")]} placeholder="none" single mono optional />
              </Labelled>
            </div>
          </>
        )}
      </details>
      {hasText && <TextsEditor {...base} texts={variation.texts} languages={response.languages} at={at} />}
      {(["buttons", "quick_replies"] as const).map((path) => {
        const buttons = variation[path];
        return buttons && buttons.length > 0 ? (
          <ButtonsEditor key={path} {...base} title={path === "buttons" ? "Buttons" : "Quick replies"} path={path} buttons={buttons} languages={response.languages} engine={variation.engine} at={at} rest={rest} />
        ) : null;
      })}
      {(variation.image || has("image")) && (
        <section class="part">
          <h4>Image</h4>
          <TextField field={single("image")} name={`Image of variation ${number}`} text={variation.image && plain(variation.image.pieces)} findings={[...at("image"), ...rest("image")]} placeholder="https://…" single mono optional />
          {variation.image && <Image address={plain(variation.image.pieces)} />}
        </section>
      )}
      {partsOf(variation, opened.value).map(({ key, value }) => (
        <section key={key} class="part">
          <h4>
            <span class="mono">{key}</span>{" "}
            <button type="button" class="plain" aria-label={`Remove ${key} of variation ${number}`} onClick={() => remove(key)}>
              Remove
            </button>
          </h4>
          <JsonField field={single(key)} name={`${key} of variation ${number}`} value={value} findings={[...at(key), ...rest(key)]} />
        </section>
      ))}
      <div class="card-foot">
        <div class="adds" role="group" aria-label={`Add to variation ${number}`}>
          {!hasText && <Add what="text" onClick={() => open("text", idOf(single("text")))} />}
          {!variation.buttons?.length && <Add what="buttons" onClick={() => void addButton(name, number, "buttons", 0)} />}
          {!variation.quick_replies?.length && <Add what="quick replies" onClick={() => void addButton(name, number, "quick_replies", 0)} />}
          {!variation.image && !has("image") && <Add what="image" onClick={() => open("image", idOf(single("image")))} />}
          {rare.length > 0 && (
            <button type="button" class="plain" aria-expanded={more.value} onClick={() => (more.value = !more.value)}>
              + more
            </button>
          )}
          {more.value && rare.map((key) => <Add key={key} what={key} onClick={() => open(key, idOf(single(key)))} />)}
        </div>
        <Tools response={response} variation={variation} />
      </div>
      <NotDone response={name} number={number} />
    </>
  );

  function remove(key: string) {
    opened.value = opened.value.filter((one) => one !== key);
    if (variation.parts?.some((part) => part.key === key)) void act(`Removed ${key}`, [{ kind: "unset", ...base, path: key }], "title-" + number);
  }
}

function Add({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <button type="button" class="plain" onClick={onClick}>
      + {what}
    </button>
  );
}

function partsOf(variation: Variation, opened: string[]): { key: string; value: Json | undefined }[] {
  const parts: { key: string; value: Json | undefined }[] = [...(variation.parts ?? [])];
  for (const key of opened) {
    if (key !== "text" && key !== "image" && !parts.some((part) => part.key === key)) parts.push({ key, value: undefined });
  }
  return parts;
}

function Labelled({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="labelled">
      <span class="label" aria-hidden="true">
        {label}
      </span>
      <div class="field">{children}</div>
    </div>
  );
}

interface TextsProps {
  response: string;
  number: number;
  texts: Text[];
  languages: LanguageState[];
  at: Props["at"];
}

/** TextsEditor writes a text and its translations; one that is missing is an empty field. */
function TextsEditor({ response, number, texts, languages, at }: TextsProps) {
  const codes = ["", ...languages.map((language) => language.code)];
  for (const text of texts) if (text.language && !codes.includes(text.language)) codes.push(text.language);
  return (
    <div class={beside.value ? "texts beside" : "texts"}>
      {codes
        .filter((code) => !hidden.value.has(code))
        .map((code) => {
          const text = texts.find((one) => (one.language ?? "") === code);
          return (
            <div key={code} class="text">
              <LanguageLabel code={code} />
              <div class="field">
                <TextField
                  field={{ response, number, path: "text", language: code }}
                  name={code === "" ? `Text of variation ${number}` : `${languageName(code)} text of variation ${number}`}
                  text={text && plain(text.pieces)}
                  pieces={text?.pieces}
                  count={text?.count}
                  findings={at("text", code)}
                  placeholder={code === "" ? "no text" : "no translation yet"}
                  optional={code !== ""}
                />
              </div>
            </div>
          );
        })}
    </div>
  );
}

function ChannelField({ response, variation, findings }: { response: string; variation: Variation; findings: Finding[] }) {
  const field = { response, number: variation.number, path: "channel", language: "" };
  const bound = bind(field, variation.channel?.name, (value) => (typeof value === "string" ? value : ""));
  const channels = summary.value?.channels ?? [];
  const id = idOf(field);
  return (
    <>
      <select
        id={id}
        aria-label={`Channel of variation ${variation.number}`}
        value={bound.text}
        onChange={(event) => bound.onText({ text: event.currentTarget.value, value: event.currentTarget.value || undefined })}
        onBlur={bound.onBlur}
      >
        <option value="">all channels</option>
        {bound.text && !channels.some((channel) => channel.name === bound.text) && <option value={bound.text}>{bound.text}</option>}
        {channels.map((channel) => (
          <option key={channel.name} value={channel.name}>
            {channelTitle(channel.name)}
          </option>
        ))}
      </select>
      <Below field={field} bound={bound} id={id} findings={findings} />
    </>
  );
}

/** Tools copy, move and remove a variation. */
function Tools({ response, variation }: { response: Response; variation: Variation }) {
  const { number } = variation;
  const name = response.name;
  const asking = useSignal(false);
  const group = response.variations.filter((one) => one.group === variation.group);
  const at = group.findIndex((one) => one.number === number);
  const above = group[at - 1]?.number;
  const below = group[at + 1]?.number;
  const alone = response.variations.length === 1;
  const move = (to: number, key: string) => void act(`Moved: it is variation ${to} now`, [{ kind: "move_variation", response: name, number, to }], `${key}-${to}`);
  return (
    <div class="tools" role="group" aria-label={`Variation ${number}`}>
      <button type="button" class="plain" onClick={() => void act(`Copied as variation ${number + 1}`, [copyOf(name, variation)], "variation-" + (number + 1))}>
        Copy
      </button>
      {group.length > 1 && (
        <>
          <button type="button" class="plain" id={"up-" + number} aria-disabled={above === undefined} onClick={() => above !== undefined && move(above, "up")}>
            Move up
          </button>
          <button type="button" class="plain" id={"down-" + number} aria-disabled={below === undefined} onClick={() => below !== undefined && move(below, "down")}>
            Move down
          </button>
        </>
      )}
      {!alone && !asking.value && (
        <button type="button" class="plain" onClick={() => ((asking.value = true), focusSoon("sure-" + number))}>
          Remove
        </button>
      )}
      {asking.value && (
        <>
          <span>Remove variation {number}?</span>
          <button type="button" id={"sure-" + number} onClick={() => void act(`Removed variation ${number}`, [{ kind: "remove_variation", response: name, number }], "response-title").then(() => (asking.value = false))}>
            Remove
          </button>
          <button type="button" class="plain" onClick={() => (asking.value = false)}>
            Keep
          </button>
        </>
      )}
    </div>
  );
}

/** copyOf adds a variation like another one, after it. An id names one variation, so the copy has none. */
function copyOf(response: string, variation: Variation): Op {
  const value: { [key: string]: Json } = {};
  const translations = (texts: Text[], whole: boolean, key: string) => {
    for (const text of texts) {
      if (!text.language) value[key] = plain(text.pieces);
      else if (whole) value.translation = { ...((value.translation as object) ?? {}), [text.language]: plain(text.pieces) };
    }
  };
  translations(variation.texts, true, "text");
  if (variation.condition?.value !== undefined) value.condition = variation.condition.value;
  if (variation.channel) value.channel = variation.channel.name;
  if (variation.image) value.image = plain(variation.image.pieces);
  for (const key of ["buttons", "quick_replies"] as const) {
    const buttons = variation[key];
    if (!buttons?.length) continue;
    value[key] = buttons.map((button) => {
      const copy: { [key: string]: Json } = {};
      const translation: { [code: string]: { [key: string]: Json } } = {};
      for (const [name, texts] of [["title", button.titles], ["payload", button.payloads]] as const) {
        for (const text of texts) {
          if (!text.language) copy[name] = plain(text.pieces);
          else translation[text.language] = { ...translation[text.language], [name]: plain(text.pieces) };
        }
      }
      for (const part of button.parts ?? []) copy[part.key] = part.value;
      if (Object.keys(translation).length > 0) copy.translation = translation;
      return copy;
    });
  }
  for (const part of variation.parts ?? []) value[part.key] = part.value;
  return { kind: "add_variation", response, value, to: variation.number + 1 };
}

export type { Input };

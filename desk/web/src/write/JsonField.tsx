import type { Finding, Json } from "../api";
import type { Field } from "../draft/edits";
import { jsonOf } from "../try/values";
import { Below, idOf } from "./Writing";
import { bind } from "./useField";

interface Props {
  field: Field;
  name: string;
  value: Json | undefined;
  findings: Finding[];
}

/** JsonField is anything that is no text, as JSON. */
export function JsonField({ field, name, value, findings }: Props) {
  const bound = bind(field, value, (shown) => (shown === undefined ? "" : JSON.stringify(shown, null, 2)));
  const id = idOf(field);
  const wrong = bound.edit?.fault || bound.edit?.refused;
  return (
    <div class="json-field">
      <div class="grow mono">
        <div class="under" aria-hidden="true">
          {bound.text + "\u200b"}
        </div>
        <textarea
          id={id}
          class="write"
          rows={1}
          aria-label={name}
          spellcheck={false}
          dir="auto"
          value={bound.text}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? id + "-why" : undefined}
          onInput={(event) => bound.onText(read(event.currentTarget.value))}
          onFocus={bound.onFocus}
          onBlur={bound.onBlur}
        />
      </div>
      <Below field={field} bound={bound} id={id} findings={findings} />
    </div>
  );
}

function read(text: string) {
  const value = jsonOf(text);
  return value === undefined ? { text, value, fault: "Not saved: " + why(text) } : { text, value };
}

/** why says where JSON is wrong, in lines. */
function why(text: string): string {
  if (text.trim() === "") return "write a JSON value, such as {}";
  try {
    JSON.parse(text);
    return "";
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : "";
    const at = /position (\d+)/.exec(message)?.[1];
    const line = at ? text.slice(0, Number(at)).split("\n").length : text.split("\n").length;
    return `line ${line} is not JSON`;
  }
}

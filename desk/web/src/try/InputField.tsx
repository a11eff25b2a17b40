import type { Input, Json } from "../api";
import { enter, entered, jsonOf, type Kind } from "./values";

interface Props {
  kind: Kind;
  input: Input;
}

/** InputField is a value of the request: of a slot or an argument. */
export function InputField({ kind, input }: Props) {
  const id = `${kind}-${input.name}`;
  const { written, value, fault } = entered(kind, input);
  const set = (text: string) => enter(kind, input.name, text);
  const described = fault ? id + "-fault" : undefined;
  const common = { id, "aria-invalid": fault ? true : undefined, "aria-describedby": described };
  return (
    <div class="input">
      <label for={id} class="mono" title={input.declared ? `slot of type ${input.type}` : "not a slot of the domain"}>
        {input.name}
      </label>
      <div>
        {input.type === "bool" || input.type === "categorical" ? (
          <select {...common} value={written} onChange={(event) => set(event.currentTarget.value)}>
            <option value="">{unset(input)}</option>
            {optionsOf(input, written).map((json) => (
              <option key={json} value={json}>
                {show(json)}
              </option>
            ))}
          </select>
        ) : input.type === "text" ? (
          <input
            {...common}
            dir="auto"
            autocomplete="off"
            value={typeof value === "string" ? value : written}
            placeholder={unset(input)}
            onInput={(event) => set(event.currentTarget.value && JSON.stringify(event.currentTarget.value))}
          />
        ) : (
          <input
            {...common}
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            inputMode={input.type === "float" ? "decimal" : undefined}
            class={input.type === "float" ? undefined : "mono"}
            value={written}
            placeholder={unset(input)}
            onInput={(event) => set(event.currentTarget.value)}
          />
        )}
        {input.type !== "bool" && input.type !== "categorical" && <Offers input={input} written={written} set={set} />}
        {fault && (
          <p id={id + "-fault"} class="fault">
            {fault}
          </p>
        )}
      </div>
    </div>
  );
}

const offered = 6;

/** Offers are the values that conditions compare with. */
function Offers({ input, written, set }: { input: Input; written: string; set: (text: string) => void }) {
  if (input.values.length === 0) return null;
  return (
    <div class="offers" role="group" aria-label={"Values of " + input.name}>
      {input.values.slice(0, offered).map((value) => {
        const json = JSON.stringify(value);
        return (
          <button key={json} type="button" class="chip" aria-pressed={written === json} dir="auto" onClick={() => set(written === json ? "" : json)}>
            {show(json)}
          </button>
        );
      })}
    </div>
  );
}

/** unset names what a slot is without a value here. */
function unset(input: Input): string {
  return input.initial === null || input.initial === undefined ? "not set" : `not set (starts as ${show(JSON.stringify(input.initial))})`;
}

function optionsOf(input: Input, written: string): string[] {
  const values: Json[] = input.type === "bool" ? [true, false] : [];
  const options = [...values, ...input.values].map((value) => JSON.stringify(value));
  if (written) options.push(written);
  return [...new Set(options)];
}

/** show is a value as people read it: a text without its quotes. */
function show(json: string): string {
  const value = jsonOf(json);
  if (typeof value === "string" && value !== "") return value;
  return value === "" ? "empty text" : json;
}

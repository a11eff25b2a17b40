import { useSignal } from "@preact/signals";
import type { Finding, Input, Json, Variation } from "../api";
import { editOf, type Field } from "../draft/edits";
import { listing } from "../list/listing";
import { comparisons, conditionOf, predicateOf, testsOf, type Comparison, type Test } from "./predicate";
import { bind } from "./useField";
import { Below, idOf } from "./Writing";

interface Props {
  response: string;
  variation: Variation;
  inputs: Input[];
  findings: Finding[];
}

const words: Partial<Record<Comparison, string>> = { ">": "is more than", ">=": "is at least", "<": "is less than", "<=": "is at most", matches: "matches the pattern" };

/** ConditionEditor builds a condition from comparisons, or takes it as text. */
export function ConditionEditor({ response, variation, inputs, findings }: Props) {
  const field: Field = { response, number: variation.number, path: "condition", language: "" };
  const value = variation.condition?.value;
  const edit = editOf(field);
  const now = edit && !edit.fault ? edit.value : value;
  const simple = testsOf(now);
  const asText = useSignal(false);
  const text = asText.value || simple === null;
  const id = idOf(field);
  const bound = bind(field, value, print);
  const set = (tests: Test[]) => {
    const made = conditionOf(tests, now);
    bound.onText({ text: print(made), value: made });
  };
  return (
    <fieldset class="condition">
      <legend>When it is said</legend>
      {text ? <Written bound={bound} id={id} findings={findings} field={field} /> : <Built tests={simple} inputs={inputs} id={id} set={set} onBlur={bound.onBlur} />}
      {!text && <Below field={field} bound={bound} id={id} findings={findings} />}
      <p class="actions">
        {!text && (
          <button type="button" class="plain" id={id + "-add"} onClick={() => set([...simple, { slot: inputs[0]?.name ?? "slot", comparison: "is set", value: null }])}>
            Add a comparison
          </button>
        )}
        {simple !== null && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              if (!asText.value && simple.length > 0 && Array.isArray(now)) {
                const predicate = predicateOf(simple);
                bound.onText({ text: predicate, value: predicate });
              }
              asText.value = !asText.value;
            }}
          >
            {asText.value ? "Write as comparisons" : "Write as text"}
          </button>
        )}
        {simple === null && <span class="quiet">More than comparisons that all hold: written as text.</span>}
      </p>
    </fieldset>
  );
}

function print(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function Written({ bound, id, findings, field }: { bound: ReturnType<typeof bind>; id: string; findings: Finding[]; field: Field }) {
  const wrong = bound.edit?.refused || bound.edit?.fault;
  return (
    <>
      <div class="grow mono">
        <div class="under" aria-hidden="true">
          {bound.text + "\u200b"}
        </div>
        <textarea
          id={id}
          class="write"
          rows={1}
          aria-label="Condition as text"
          placeholder="slots.tier is 'gold'"
          spellcheck={false}
          value={bound.text}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={wrong ? id + "-why" : undefined}
          onInput={(event) => {
            const text = event.currentTarget.value;
            bound.onText({ text, value: text.trim() === "" ? undefined : text });
          }}
          onFocus={bound.onFocus}
          onBlur={bound.onBlur}
        />
      </div>
      <Below field={field} bound={bound} id={id} findings={findings} />
    </>
  );
}

interface BuiltProps {
  tests: Test[];
  inputs: Input[];
  id: string;
  set: (tests: Test[]) => void;
  onBlur: () => void;
}

function Built({ tests, inputs, id, set, onBlur }: BuiltProps) {
  if (tests.length === 0) return <p class="quiet">Whatever the slots are.</p>;
  const known = [...new Set([...inputs.map((input) => input.name), ...(listing.value?.facets.slots ?? []).map((facet) => facet.name)])];
  const replaced = (index: number, test: Test) => set(tests.map((one, at) => (at === index ? test : one)));
  return (
    <>
      <datalist id={id + "-slots"}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <ul class="tests" onFocusOut={onBlur}>
        {tests.map((test, index) => {
          const input = inputs.find((one) => one.name === test.slot);
          const nth = tests.length > 1 ? ` ${index + 1}` : "";
          return (
            <li key={index}>
              <span class="label">{index === 0 ? "when" : "and"}</span>
              <SlotName name={test.slot} label={"Slot" + nth} list={id + "-slots"} set={(slot) => replaced(index, { ...test, slot })} />
              <select
                aria-label={"Comparison" + nth}
                value={test.comparison}
                onChange={(event) => replaced(index, compared(test, event.currentTarget.value as Comparison, input))}
              >
                {comparisons.map((comparison) => (
                  <option key={comparison} value={comparison}>
                    {words[comparison] ?? comparison}
                  </option>
                ))}
              </select>
              {test.comparison !== "is set" && test.comparison !== "is not set" && (
                <Value test={test} input={input} label={"Value" + nth} list={`${id}-values-${index}`} set={(value) => replaced(index, { ...test, value })} />
              )}
              <button type="button" class="plain" aria-label={"Remove comparison" + nth} onClick={() => set(tests.filter((_, at) => at !== index))}>
                Remove
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

const slotName = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** SlotName is sent once it can be one. */
function SlotName({ name, label, list, set }: { name: string; label: string; list: string; set: (name: string) => void }) {
  const typed = useSignal<string | null>(null);
  const wrong = typed.value !== null && !slotName.test(typed.value);
  return (
    <input
      aria-label={label}
      class="mono"
      list={list}
      autocomplete="off"
      spellcheck={false}
      aria-invalid={wrong ? true : undefined}
      value={typed.value ?? name}
      onInput={(event) => {
        typed.value = event.currentTarget.value;
        if (slotName.test(typed.value)) set(typed.value);
      }}
      onBlur={() => (typed.value = null)}
    />
  );
}

/** Comparisons of numbers, which compare texts by their letters. */
const orders = new Set<Comparison>([">", ">=", "<", "<="]);

/** compared returns a test with another comparison, and a value that goes with it. */
function compared(test: Test, comparison: Comparison, input: Input | undefined): Test {
  if (comparison === "is set" || comparison === "is not set") return { ...test, comparison, value: null };
  const first = input?.values.find((value) => value !== null && typeof value !== "object");
  const value = test.value ?? first ?? (input?.type === "bool" ? true : input?.type === "float" ? 0 : "");
  if (comparison === "contains" || comparison === "matches") return { ...test, comparison, value: String(value) };
  return { ...test, comparison, value: orders.has(comparison) && typeof value !== "number" ? 0 : value };
}

function Value({ test, input, label, list, set }: { test: Test; input: Input | undefined; label: string; list: string; set: (value: Json) => void }) {
  const typed = useSignal<string | null>(null);
  if (typeof test.value === "boolean") {
    return (
      <select aria-label={label} value={String(test.value)} onChange={(event) => set(event.currentTarget.value === "true")}>
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    );
  }
  const isNumber = typeof test.value === "number" || (input?.type === "float" && test.comparison !== "contains" && test.comparison !== "matches");
  return (
    <>
      <input
        aria-label={label}
        list={list}
        dir="auto"
        autocomplete="off"
        inputMode={isNumber ? "decimal" : undefined}
        value={typed.value ?? String(test.value ?? "")}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          const number = Number(typed.value);
          if (!isNumber) set(typed.value);
          else if (typed.value.trim() !== "" && Number.isFinite(number)) set(number);
        }}
        onBlur={() => (typed.value = null)}
      />
      <datalist id={list}>
        {(input?.values ?? []).filter((value) => value !== null && typeof value !== "object").map((value) => (
          <option key={String(value)} value={String(value)} />
        ))}
      </datalist>
    </>
  );
}

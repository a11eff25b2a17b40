import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { Completions, Key, Offer } from "./api";
import { whereIs, type Where } from "./where";

/** completer offers the keys of the schema and the names of the content. */
export function completer(offers: () => Completions | null) {
  return (context: CompletionContext): CompletionResult | null => {
    const all = offers();
    if (!all) return null;
    const at = whereIs(context.state.doc, context.pos);
    const variable = openVariable(context, at);
    if (variable !== null) return result(context, variable, variables(all), /^\w*$/);
    const payload = at.kind !== "key" && at.path.at(-1) === "payload" ? /^["']?(\/[\w-]*)$/.exec(at.word || written(context)) : null;
    if (payload) return result(context, payload[1] ?? "", all.intents.map((name) => ({ label: "/" + name, detail: "intent" })), /^\/[\w-]*$/);
    if (at.kind === "text" && !/^[\w.-]*$/.test(at.word)) return null;
    if (at.word === "" && !context.explicit && at.kind !== "value") return null;
    const options = at.kind === "key" ? keys(all, at) : values(all, at.path);
    if (options.length === 0) return null;
    return result(context, at.word, options, /^[\w.-]*$/);
  };
}

function result(context: CompletionContext, word: string, options: Completion[], validFor: RegExp): CompletionResult {
  return { from: context.pos - word.length, options, validFor };
}

/** written returns what is before the cursor without a blank. */
function written(context: CompletionContext): string {
  return context.matchBefore(/\S*/)?.text ?? "";
}

/** openVariable returns what is written of the name in an open brace of a text; null if there is none. */
function openVariable(context: CompletionContext, at: Where): string | null {
  if (at.kind === "key") return null;
  const found = context.matchBefore(/\{+\w*/);
  const braces = found ? /^\{+/.exec(found.text)?.[0].length : 0;
  if (!found || braces !== 1) return null;
  return found.text.slice(1);
}

function variables(all: Completions): Completion[] {
  const apply = (view: EditorView, option: Completion, from: number, to: number) => {
    const closes = view.state.sliceDoc(to, to + 1) === "}";
    const end = from + option.label.length + 1;
    view.dispatch({ changes: { from, to, insert: option.label + (closes ? "" : "}") }, selection: { anchor: end }, userEvent: "input.complete" });
  };
  return [
    ...all.slots.map((slot) => ({ label: slot.name, detail: `slot${slot.detail ? ", " + slot.detail : ""}`, type: "variable", apply, boost: 1 })),
    ...all.arguments.map((name) => ({ label: name, detail: "argument", type: "variable", apply })),
  ];
}

/** placeOf returns what the map at a path is; empty if the schema does not say. */
function placeOf(path: string[]): string {
  const last = path.at(-1);
  const before = path.at(-2);
  if (path.length === 0) return "file";
  if (path.length === 3 && (path[0] === "responses" || path[0] === "templates") && last === "#") return "variation";
  if (last === "#" && (before === "buttons" || before === "quick_replies")) return "button";
  if (last === "#" && before === "condition") return "condition";
  if (last === "#" && before === "elements") return "element";
  if (last === "metadata") return "metadata";
  return "";
}

function keys(all: Completions, at: Where): Completion[] {
  const { path } = at;
  if (path.length === 1 && path[0] === "responses") return all.undefined.map((name) => ({ label: name, detail: "used, not defined", apply: `${name}:\n${" ".repeat(at.column)}- text: ` }));
  if (path.at(-1) === "translation") return all.languages.map((one) => key({ name: one.name }, at, one.detail));
  if (path.at(-2) === "translation") return (all.keys["button"] ?? []).filter((one) => ["title", "payload"].includes(one.name)).map((one) => key(one, at));
  return (all.keys[placeOf(path)] ?? []).map((one) => key(one, at));
}

function key(one: Key, at: Where, detail?: string): Completion {
  // Where the line goes on, as in a map in braces, the value is to follow the key.
  const alone = at.after.trim() === "";
  const below = "\n" + " ".repeat(at.column);
  const rest = /^\s*:/.test(at.after) ? "" : !alone || !one.shape ? ": " : one.shape === "list" ? ":" + below + "- " : ":" + below + "  ";
  return { label: one.name, detail, info: one.words, type: "property", apply: one.name + rest };
}

function values(all: Completions, path: string[]): Completion[] {
  const last = path.at(-1) ?? "";
  const map = placeOf(path.slice(0, -1));
  if (map === "variation" && last === "channel") return offered(all.channels);
  if (map === "condition" && last === "name") return offered(all.slots);
  if (last === "response" && path.length <= 4 && path[0] !== "responses") return all.responses.map((label) => ({ label }));
  const known = all.keys[map]?.find((one) => one.name === last);
  return (known?.values ?? []).map((label) => ({ label }));
}

function offered(list: Offer[]): Completion[] {
  return list.map((one) => ({ label: one.name, detail: one.detail, boost: one.detail?.endsWith(", used") ? 1 : 0 }));
}

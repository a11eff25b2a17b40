import { computed, signal } from "@preact/signals";

// Where the page is, is in the address and nowhere else: #/responses/NAME?q=…
// A reload, a bookmark, and back and forward show the same again.

export type View = "responses" | "translations" | "findings" | "tests" | "review" | "history" | "file";

export interface Route {
  view: View;
  /** The response that is open; empty for none. */
  name: string;
  params: URLSearchParams;
}

const views: readonly string[] = ["responses", "translations", "findings", "tests", "review", "history", "file"];

export function parse(hash: string): Route {
  const [path = "", query = ""] = splitOnce(hash.replace(/^#\/?/, ""), "?");
  const [view = "", name = ""] = splitOnce(path, "/");
  return {
    view: views.includes(view) ? (view as View) : "responses",
    name: decode(name),
    params: new URLSearchParams(query),
  };
}

export function format(route: Route): string {
  const name = route.name ? "/" + route.name.split("/").map(encodeURIComponent).join("/") : "";
  const query = route.params.toString().replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%2C/g, ",");
  return `#/${route.view}${name}${query ? "?" + query : ""}`;
}

export const route = signal<Route>(parse(location.hash));

/** param is one parameter of the address; null if it is absent. */
export function param(name: string) {
  return computed(() => route.value.params.get(name));
}

/** Parameters to set; null removes one. */
export type Changes = Record<string, string | null>;

/** changed returns the current route with other parameters. */
export function changed(changes: Changes, to: Partial<Route> = {}): Route {
  const params = new URLSearchParams(route.peek().params);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) params.delete(key);
    else params.set(key, value);
  }
  return { ...route.peek(), params, ...to };
}

/** replace changes parameters without a step in the history. */
export function replace(changes: Changes): void {
  move(changed(changes), false);
}

/** rename goes to a response in place of the one that is open; empty for none. */
export function rename(name: string): void {
  move(changed({}, { name }), false);
}

/** visit goes elsewhere, with a step in the history. */
export function visit(to: Route): void {
  move(to, true);
}

function move(to: Route, step: boolean): void {
  const hash = format(to);
  if (hash === location.hash) return;
  history[step ? "pushState" : "replaceState"](null, "", hash);
  route.value = to;
}

// What belongs to one response only, and not to the next one that is opened.
const ofOneResponse = ["recording", "draw", "context", "pane"];

/** opening returns the route to a response: values of slots stay, as in a conversation. */
export function opening(name: string): Route {
  const params = new URLSearchParams(route.value.params);
  for (const key of [...params.keys()]) {
    if (ofOneResponse.includes(key) || key.startsWith("arg.")) params.delete(key);
  }
  return { view: "responses", name, params };
}

/** hrefTo returns the link to a view. */
export function hrefTo(view: View): string {
  return format({ view, name: "", params: new URLSearchParams() });
}

export function start(): void {
  const read = () => {
    if (format(route.peek()) !== location.hash) route.value = parse(location.hash);
  };
  addEventListener("hashchange", read);
  addEventListener("popstate", read);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { effect, computed } from "@preact/signals";
import type { Response } from "../api";
import { announce } from "../announce";
import { changes, ready, renewals, summary, titled } from "../content";
import { Loader } from "../loader";
import { route } from "../route";
import { count } from "../words";

/** The response that is open. */
export const loader = new Loader<Response>();

/** The response to show; null while another one is on its way. */
export const opened = computed<Response | null>(() => {
  const { data } = loader.state.value;
  return data && data.name === route.value.name ? data : null;
});

const wanted = computed(() => (route.value.view === "responses" ? route.value.name : ""));

/** The channel that is tried: texts are counted as it counts. */
export const channel = computed(() => (route.value.view === "responses" ? (route.value.params.get("channel") ?? "") : ""));

export function reload(): void {
  const name = wanted.peek();
  if (!name) return;
  const on = channel.peek();
  void loader.load(name, "response?name=" + encodeURIComponent(name) + (on ? "&channel=" + encodeURIComponent(on) : ""));
}

/** start keeps the open response that of the address, and of the newest content. */
export function start(): void {
  const isRenewal = renewals();
  effect(() => {
    void changes.value;
    void channel.value;
    const { data, key } = loader.state.peek();
    const renewal = isRenewal();
    if (!wanted.value) loader.forget();
    else if (renewal && key === wanted.value && data?.version === summary.peek()?.version) return; // a step was answered with it
    else if (ready.value) reload();
  });
  let last = "";
  effect(() => {
    const response = opened.value;
    if (!response || response.name === last) return;
    last = response.name;
    announce(`${response.name}, ${count(response.variations.length, "variation")}`);
  });
  effect(() => {
    const { view, name } = route.value;
    titled.value = view === "responses" ? name : view.charAt(0).toUpperCase() + view.slice(1);
  });
}

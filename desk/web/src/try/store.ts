import { computed, effect } from "@preact/signals";
import type { RecordedValues, Try, Tried } from "../api";
import { ask } from "../ask";
import { changes, renewals, summary } from "../content";
import { along, answered } from "../draft/store";
import { Loader } from "../loader";
import { replace, route } from "../route";
import { opened } from "../response/store";
import { context, fill, initials, reset, values } from "./values";

/** What the request of the form gets. */
export const loader = new Loader<Tried>();

/** The request of the form; null if no response is open. */
const request = computed<Try | null>(() => {
  const response = opened.value;
  if (!response) return null;
  const { params } = route.value;
  const contextValue = context.value.value;
  return {
    response: response.name,
    // A recorded request has the values of its own tracker.
    slots: { ...(params.has("recording") ? {} : initials(response.inputs.slots)), ...values("slot") },
    arguments: values("arg"),
    context: contextValue && typeof contextValue === "object" && !Array.isArray(contextValue) ? contextValue : {},
    channel: params.get("channel") ?? "",
    language: params.get("lang") ?? "",
    recording: params.get("recording") ?? "",
    draw: drawOf(params),
    all_channels: params.has("all"),
  };
});

const requestJSON = computed(() => (request.value ? JSON.stringify(request.value) : ""));

/** The answer to show: that of the open response, also while a newer one is on its way. */
export const tried = computed<Tried | null>(() => {
  const { data } = loader.state.value;
  return data && opened.value && data.preview?.response === opened.value.name ? data : null;
});

function drawOf(params: URLSearchParams): number {
  const draw = Number(params.get("draw"));
  return Number.isSafeInteger(draw) && draw > 0 ? draw : 0;
}

/** drawAgain picks anew among the eligible variations. */
export function drawAgain(): void {
  replace({ draw: String(drawOf(route.peek().params) + 1) });
}

/** again asks once more. */
export function again(): void {
  const body = request.peek();
  if (body) void loader.load(requestJSON.peek(), "try", body);
}

/** What a request may have at most to be tried along with a step, in characters. */
const mostAlong = 50_000;

/** start tries at once whatever changes. */
export function start(): void {
  along.request = (response) => {
    const body = request.peek();
    const key = requestJSON.peek();
    return body && body.response === response && key.length <= mostAlong ? { key, body } : null;
  };
  along.put = (key, answer) => loader.put(key, answer);
  const isRenewal = renewals();
  effect(() => {
    void changes.value;
    void answered.value;
    const key = requestJSON.value;
    const { data, key: known } = loader.state.peek();
    if (isRenewal() && key && known === key && data?.version === summary.peek()?.version) return;
    if (key) again();
    else if (!route.value.name) loader.forget();
  });
}

/** choose fills the form with a recorded request, or empties it. */
export async function choose(id: string): Promise<void> {
  const response = opened.peek();
  if (!response) return;
  if (!id) {
    reset();
    return;
  }
  fill(id, await ask<RecordedValues>("recording?id=" + encodeURIComponent(id)), response.inputs);
}

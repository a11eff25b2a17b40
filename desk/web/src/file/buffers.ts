import { effect } from "@preact/signals";
import type { Extension } from "@codemirror/state";
import { changes, connection } from "../content";
import { draft } from "../draft/store";
import { sendsBefore, stuck, unsentElsewhere } from "../draft/elsewhere";
import { fetchFile } from "./api";
import { hrefToFile } from "./link";
import { Buffer } from "./buffer";
import { keep, others } from "./left";

// The files that are open, and those that were left with something unsent.
const buffers = new Map<string, Buffer>();
let shown: Buffer | null = null;

/** open returns the text of a file, with what was typed into it. */
export async function open(path: string, extensions: (buffer: Buffer) => Extension, signal: AbortSignal): Promise<Buffer> {
  const known = buffers.get(path);
  if (known?.dirty) {
    shown = known;
    return known;
  }
  const file = await fetchFile(path, "", signal);
  signal.throwIfAborted();
  shown = new Buffer(path, file, extensions, count);
  buffers.set(path, shown);
  count();
  return shown;
}

/** close sends what was typed, and forgets the file once that is done. */
export function close(buffer: Buffer): void {
  if (shown === buffer) shown = null;
  void buffer.flush().then(count);
}

const isOpen = (path: string) => buffers.has(path);

function count(): void {
  const dirty = [...buffers.values()].filter((one) => one.dirty);
  unsentElsewhere.value = dirty.length;
  const one = dirty.find((each) => ["clash", "refused"].includes(each.saving.peek()));
  const path = one?.path ?? others(isOpen)[0];
  stuck.value = path ? { what: path, href: hrefToFile({ file: path }) } : null;
  const troubled = dirty.filter((each) => each.saving.peek() !== "typing" && each.saving.peek() !== "sending");
  if (troubled.length > 0 || dirty.length === 0) keep(troubled.map((each) => each.unsent()), isOpen);
  for (const [path, one] of buffers) if (!one.dirty && one !== shown) buffers.delete(path);
}

async function sendAll(): Promise<void> {
  await Promise.all([...buffers.values()].map((one) => one.flush()));
}

sendsBefore(sendAll);

// Whatever changes the draft, such as undo, another window, or somebody who saves the
// file, may change a file that is open.
effect(() => {
  void draft.value?.version;
  void draft.value?.check.state;
  void changes.value;
  for (const one of buffers.values()) void one.look();
});

effect(() => {
  if (connection.value === "live") void sendAll();
});

addEventListener("pagehide", () => {
  const dirty = [...buffers.values()].filter((one) => one.dirty);
  keep(dirty.map((one) => one.unsent()), isOpen);
  for (const one of dirty) one.part();
});

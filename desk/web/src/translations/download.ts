import { isAbort, respond, unreachable } from "../ask";

const keep = 60_000; // ms: the browser may ask where to save the file

/** download gets a file and saves it, and returns its name; it throws a Refusal or a network error. A link alone would tell of a failure only in the browser's list of downloads. */
export async function download(path: string, signal: AbortSignal): Promise<string> {
  const answer = await respond(path, { signal });
  let file: Blob;
  try {
    file = await answer.blob(); // the browser keeps large ones on the disk
  } catch (failure) {
    if (!isAbort(failure)) unreachable.value = true;
    throw failure;
  }
  const name = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "";
  save(file, name);
  return name;
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), keep);
}

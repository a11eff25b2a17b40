import type { Position } from "../api";
import { format } from "../route";
import { place, wholePlace } from "../words";

/** hrefToFile returns the address of a place in the editor. */
export function hrefToFile(position: Position): string {
  const params = new URLSearchParams();
  if (position.line) params.set("line", String(position.line));
  return format({ view: "file", name: position.file, params });
}

/** Place is a place in a file, which leads to it in the editor. */
export function Place({ position, words }: { position: Position; words?: string }) {
  return (
    <a class="mono place-link" href={hrefToFile(position)} title={wholePlace(position)}>
      {words ?? place(position)}
    </a>
  );
}

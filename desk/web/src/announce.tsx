import { signal } from "@preact/signals";

const said = signal("");

/** announce tells screen readers, politely. */
export function announce(text: string): void {
  said.value = text;
}

export function Announcer() {
  return (
    <div class="hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}

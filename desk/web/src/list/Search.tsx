import { useEffect, useRef } from "preact/hooks";
import { replace } from "../route";
import { words } from "./query";

/** Search is the field that one finds responses with. / moves to it. */
export function Search() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  return (
    <input
      ref={input}
      type="search"
      class="search"
      aria-label="Search names, texts, buttons, ids"
      aria-keyshortcuts="/"
      placeholder="Search names, texts, ids   /"
      autocomplete="off"
      spellcheck={false}
      dir="auto"
      value={words}
      onInput={(event) => replace({ q: event.currentTarget.value || null })}
      onKeyDown={(event) => {
        if (event.key === "Escape" && words.value) {
          event.preventDefault();
          replace({ q: null });
        }
        if (event.key === "ArrowDown") {
          event.preventDefault();
          document.querySelector<HTMLElement>("#list [data-index][tabindex='0']")?.focus();
        }
      }}
    />
  );
}

/** isWriting reports whether a key is for a field, and not for the page. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

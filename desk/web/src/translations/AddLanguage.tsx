import { useSignal } from "@preact/signals";
import { choose } from "./store";

/** AddLanguage lists the texts of a language that the content does not have yet. */
export function AddLanguage() {
  const code = useSignal("");
  return (
    <form
      class="add-language"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = code.value.trim();
        if (!wanted) return;
        code.value = "";
        choose({ lang: wanted, state: null, q: null, response: null });
      }}
    >
      <label for="add-language">Another language</label>
      <input id="add-language" class="mono" placeholder="fr" size={8} maxLength={64} autocomplete="off" spellcheck={false} value={code.value} onInput={(event) => (code.value = event.currentTarget.value)} />
      <button type="submit">Add</button>
    </form>
  );
}

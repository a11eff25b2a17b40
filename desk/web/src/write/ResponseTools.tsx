import { useSignal } from "@preact/signals";
import type { Op, Response } from "../api";
import { opening, rename, replace, visit } from "../route";
import { act, focusSoon, NotDone } from "./do";

/** ResponseTools add a variation, and rename or remove a response. */
export function ResponseTools({ response }: { response: Response }) {
  const name = response.name;
  const panel = useSignal<"" | "rename" | "remove">("");
  const open = (which: "rename" | "remove") => {
    panel.value = which;
    focusSoon("response-panel");
  };
  const last = Math.max(0, ...response.variations.map((variation) => variation.number));
  return (
    <>
      <div class="tools response-tools" role="group" aria-label="Response">
        <button type="button" onClick={() => void act(`Added variation ${last + 1}`, [{ kind: "add_variation", response: name, value: { text: "" } }], `write-${last + 1}-text`)}>
          Add variation
        </button>
        <button type="button" class="plain" aria-expanded={panel.value === "rename"} onClick={() => open("rename")}>
          Rename…
        </button>
        <button type="button" class="plain" aria-expanded={panel.value === "remove"} onClick={() => open("remove")}>
          Remove…
        </button>
      </div>
      {panel.value === "rename" && <Rename response={response} close={() => (panel.value = "")} />}
      {panel.value === "remove" && (
        <section class="ask" aria-label="Remove response">
          <p tabIndex={-1} id="response-panel">
            Remove <span class="mono">{name}</span> with {response.variations.length === 1 ? "its variation" : `its ${response.variations.length} variations`} from its file?
            {response.uses.length > 0 && " The assistant uses it: see below where."}
          </p>
          <p class="actions">
            <button type="button" onClick={() => void instead(name, "", `Removed ${name}`, { kind: "remove_response", response: name })}>
              Remove response
            </button>
            <button type="button" class="plain" onClick={() => (panel.value = "")}>
              Keep
            </button>
          </p>
        </section>
      )}
      <NotDone response={name} number={0} />
    </>
  );
}

/** instead does an op after which a response has another name or none, and goes there. */
async function instead(from: string, to: string, said: string, op: Op): Promise<void> {
  rename(""); // nobody is to ask for it meanwhile
  rename((await act(said, [op])) ? to : from);
}

function Rename({ response, close }: { response: Response; close: () => void }) {
  const to = useSignal(response.name);
  const submit = () => {
    const name = to.value.trim();
    if (name && name !== response.name) void instead(response.name, name, `Renamed to ${name}`, { kind: "rename_response", response: response.name, value: name });
    close();
  };
  return (
    <form
      class="ask"
      aria-label="Rename response"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label>
        <span class="label">New name</span>
        <input class="mono" id="response-panel" autocomplete="off" spellcheck={false} value={to.value} onInput={(event) => (to.value = event.currentTarget.value)} />
      </label>
      <p class="quiet">The name changes in this file only, and not where flows, rules or actions use it.</p>
      <p class="actions">
        <button type="submit">Rename</button>
        <button type="button" class="plain" onClick={close}>
          Cancel
        </button>
      </p>
    </form>
  );
}

/** NewResponse adds a response. */
export function NewResponse() {
  const open = useSignal(false);
  const name = useSignal("utter_");
  const add = async () => {
    const response = name.value.trim();
    if (!response) return;
    if (await act(`Added ${response}`, [{ kind: "add_response", response, value: [{ text: "" }] }])) {
      open.value = false;
      replace({ q: null });
      visit(opening(response));
      focusSoon("write-1-text");
    }
  };
  if (!open.value) {
    return (
      <button
        type="button"
        class="plain"
        onClick={() => {
          name.value = "utter_";
          open.value = true;
          focusSoon("new-response");
        }}
      >
        New response
      </button>
    );
  }
  return (
    <form
      class="ask"
      aria-label="New response"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label>
        <span class="label">Name</span>
        <input class="mono" id="new-response" autocomplete="off" spellcheck={false} value={name} onInput={(event) => (name.value = event.currentTarget.value)} />
      </label>
      <NotDone response={name.value.trim()} number={0} />
      <p class="actions">
        <button type="submit">Add</button>
        <button type="button" class="plain" onClick={() => (open.value = false)}>
          Cancel
        </button>
      </p>
    </form>
  );
}

import { useEffect, useRef } from "preact/hooks";
import { effect, signal, useSignal, type Signal } from "@preact/signals";
import { setDiagnostics } from "@codemirror/lint";
import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { isAbort, Refusal } from "../ask";
import { canWrite, changes, ready, titled } from "../content";
import { format, opening, param, route } from "../route";
import { Failure } from "../shell/Failure";
import { FindingNotes } from "../shell/FindingNote";
import { count, place, wholePlace } from "../words";
import { fetchCompletions, type Completions } from "./api";
import { Buffer } from "./buffer";
import { close, open } from "./buffers";
import { marks, offsetOf } from "./diagnostics";
import { extensions } from "./editor";
import { responseAt } from "./where";

const line = param("line");
const again = 500; // ms, for content that is still being read
const offers = signal<Completions | null>(null);

/** FileEditor shows a file as text, to be edited by those who may. */
export function FileEditor({ path }: { path: string }) {
  const buffer = useSignal<Buffer | null>(null);
  const failure = useSignal<unknown>(null);
  const asked = useSignal(0);
  const here = useSignal<Cursor>({ line: 1, response: "" });
  useEffect(() => {
    const control = new AbortController();
    failure.value = null;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const look = (view: EditorView) => {
      clearTimeout(waiting); // while keys come, where they go is of no interest
      waiting = setTimeout(() => (here.value = at(view)), pause);
    };
    const follow: Extension = EditorView.updateListener.of((update) => {
      if (update.docChanged || update.selectionSet) look(update.view);
    });
    const make = extensions(() => offers.peek());
    open(path, (one) => [make(one), follow], control.signal)
      .then((one) => (buffer.value = one))
      .catch((reason: unknown) => {
        if (isAbort(reason)) return;
        if (reason instanceof Refusal && reason.status === 503) setTimeout(() => !control.signal.aborted && asked.value++, again);
        else failure.value = reason;
      });
    return () => {
      control.abort();
      if (buffer.peek()) close(buffer.peek() as Buffer);
      buffer.value = null;
    };
  }, [path, asked.value]);
  useEffect(() => {
    if (canWrite.value && ready.value) void fetchCompletions().then((all) => (offers.value = all)).catch(() => undefined); // without it, the editor offers nothing
  }, [canWrite.value, ready.value, changes.value]);
  useEffect(() => {
    titled.value = path.split("/").pop() ?? path;
    return () => {
      titled.value = "";
    };
  }, [path]);
  const one = buffer.value;
  return (
    <>
      <div class="file-head">
        <h2 class="title mono" id="file-title" tabIndex={-1} title={wholePlace({ file: path })}>
          {place({ file: path })}
        </h2>
        {one && <State buffer={one} />}
        {one && <Here cursor={here} />}
      </div>
      {failure.value !== null && <Failure failure={failure.value} what="the file" retry={() => asked.value++} />}
      {one && (
        <>
          <Trouble buffer={one} />
          <Shadow key={one} buffer={one} moved={(view) => (here.value = at(view))} />
          <Found buffer={one} />
        </>
      )}
      {!one && failure.value === null && <p class="sub">Loading…</p>}
    </>
  );
}

interface Cursor {
  line: number;
  response: string;
}

const pause = 100; // ms without a key

function at(view: EditorView): Cursor {
  const { number } = view.state.doc.lineAt(view.state.selection.main.head);
  return { line: number, response: responseAt(view.state.doc, number) };
}

/** Here says where the cursor is, and leads to the response there. */
function Here({ cursor }: { cursor: Signal<Cursor> }) {
  const { line, response } = cursor.value;
  return (
    <p class="sub" data-testid="here">
      <span>line {line}</span>
      {response && (
        <a class="mono" href={format(opening(response))}>
          {response}
        </a>
      )}
    </p>
  );
}

const savingWords = {
  saved: "saved",
  typing: "typing…",
  sending: "saving…",
  offline: "not saved: the server does not answer",
  refused: "not saved",
  clash: "not saved: choose below",
};

function State({ buffer }: { buffer: Buffer }) {
  return (
    <p class={"save-state " + buffer.saving.value} role="status" data-testid="file-state">
      {buffer.readOnly ? "read-only" : savingWords[buffer.saving.value]}
    </p>
  );
}

/** Trouble is what keeps the text from being saved. */
function Trouble({ buffer }: { buffer: Buffer }) {
  const clashes = buffer.clashes.value;
  if (buffer.saving.value === "refused") {
    return (
      <p class="finding bad" role="alert" dir="auto">
        Not saved: {buffer.refused.value}. What you typed is still here.
      </p>
    );
  }
  if (clashes.length === 0) return null;
  return (
    <section class="file-clash" role="alert" aria-labelledby="clash-title">
      <h3 id="clash-title">Somebody else changed the same lines</h3>
      <p>All other changes, yours and theirs, are kept either way.</p>
      {clashes.map((clash, index) => (
        <div key={index} class="two">
          <Side title="Yours" text={clash.mine} />
          <Side title="Theirs" text={clash.theirs} />
        </div>
      ))}
      <p class="choices">
        <button type="button" onClick={() => buffer.decide("mine")}>
          Keep mine
        </button>
        <button type="button" onClick={() => buffer.decide("theirs")}>
          Take theirs
        </button>
        <span class="quiet">After “Take theirs”, Undo in the editor brings yours back.</span>
      </p>
    </section>
  );
}

function Side({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h4>{title}</h4>
      <pre dir="auto" tabIndex={0}>
        {text || "(removed)"}
      </pre>
    </div>
  );
}

/** Shadow is the editor, in a tree of its own: there, the page's policy lets it have its styles. */
function Shadow({ buffer, moved }: { buffer: Buffer; moved: (view: EditorView) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    const view = new EditorView({
      state: buffer.state,
      root,
      parent: root,
      dispatchTransactions(transactions, view) {
        view.update(transactions);
        for (const one of transactions) buffer.took(one);
      },
    });
    buffer.view = editor.current = view;
    const marking = effect(() => view.dispatch(setDiagnostics(view.state, marks(view.state.doc, buffer.found.value.findings))));
    moved(view);
    return () => {
      marking();
      buffer.view = editor.current = null;
      view.destroy();
    };
  }, [buffer]);
  useEffect(() => {
    const wanted = Number(line.value);
    if (editor.current && wanted > 0) jump(editor.current, wanted);
  }, [buffer, line.value, route.value]);
  // Keys that the editor has are none of the page's.
  return <div class="file-editor" ref={host} data-testid="editor" onKeyDown={(event) => event.stopPropagation()} />;
}

/** jump moves the cursor to a line. */
function jump(view: EditorView, number: number, column?: number): void {
  const offset = offsetOf(view.state.doc, { file: "", line: number, column });
  view.dispatch({ selection: EditorSelection.cursor(offset), effects: EditorView.scrollIntoView(offset, { y: "center" }) });
  view.focus();
}

/** Found lists what was found in the file; each leads to its line. */
function Found({ buffer }: { buffer: Buffer }) {
  const { findings: found, more } = buffer.found.value;
  return (
    <section class="file-found" aria-labelledby="file-found">
      <h3 id="file-found">
        <span role="status">{found.length === 0 ? "No findings in this file" : count(found.length + more, "finding")}</span>
      </h3>
      <ul>
        {found.map((finding, index) => (
          <li key={index}>
            <button type="button" class="plain" onClick={() => buffer.view && jump(buffer.view, finding.position.line ?? 1, finding.position.column)}>
              line {finding.position.line ?? 1}
            </button>
            <FindingNotes findings={[finding]} />
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">{count(more, "more finding")}.</p>}
    </section>
  );
}

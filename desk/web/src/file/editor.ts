import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, RangeSetBuilder, StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, showPanel, ViewPlugin, type DecorationSet, type Panel, type ViewUpdate } from "@codemirror/view";
import type { Completions } from "./api";
import { fromElsewhere, type Buffer } from "./buffer";
import { completer } from "./complete";
import { theme } from "./theme";

const setIndents = StateEffect.define<boolean>();

/** Whether Tab indents. It does once something is written, so that whoever only passes by with Tab changes nothing. */
const indents = StateField.define<boolean>({
  create: () => false,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setIndents)) return effect.value;
    return value || (transaction.docChanged && !transaction.annotation(fromElsewhere));
  },
  provide: (field) => showPanel.from(field, (value) => (view) => keys(view, value)),
});

const words = {
  indents: "Tab indents. Press Escape, then Tab, to leave the editor.",
  leaves: "Tab leaves the editor; once you write, it indents. Ctrl+Space completes, Ctrl+F searches, F8 goes to the next finding.",
  readOnly: "Read-only. Ctrl+F searches.",
};

/** keys is the line that says what the keys do. */
function keys(view: EditorView, indents: boolean): Panel {
  const dom = document.createElement("div");
  dom.className = "cm-keys";
  dom.id = "keys";
  dom.textContent = view.state.readOnly ? words.readOnly : indents ? words.indents : words.leaves;
  return { dom };
}

/** tab indents, or lets the browser go on to what is next. */
function tab(command: (view: EditorView) => boolean) {
  return (view: EditorView) => {
    if (view.state.readOnly || !view.state.field(indents)) return false;
    if (completionStatus(view.state) === "active" && acceptCompletion(view)) return true;
    return command(view);
  };
}

/** leave lets Tab leave the editor. */
function leave(view: EditorView): boolean {
  if (view.state.field(indents)) view.dispatch({ effects: setIndents.of(false) });
  return false;
}

const dir = Decoration.line({ attributes: { dir: "auto" } });

/** Each line has the direction of its own words. */
const directions = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = lines(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = lines(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function lines(view: EditorView): DecorationSet {
  const out = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      out.add(line.from, line.from, dir);
      at = line.to + 1;
    }
  }
  return out.finish();
}

/** extensions are what makes an editor of a file. */
export function extensions(offers: () => Completions | null): (buffer: Buffer) => Extension {
  return (buffer) => [
    // Before what completion does with Escape: it has it as long as it looks for anything.
    Prec.highest(keymap.of([{ key: "Escape", run: (view) => completionStatus(view.state) !== "active" && leave(view) }])),
    lineNumbers(),
    foldGutter({ openText: "⌄", closedText: "›" }),
    lintGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    EditorState.allowMultipleSelections.of(true),
    indentUnit.of("  "),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    directions,
    yaml(),
    theme,
    indents,
    EditorState.readOnly.of(buffer.readOnly),
    EditorView.contentAttributes.of({ "aria-label": `Text of ${buffer.path}`, "aria-describedby": "keys", tabindex: "0", spellcheck: "false", ...(buffer.readOnly ? { "aria-readonly": "true" } : {}) }),
    search({ top: true }),
    autocompletion({ override: buffer.readOnly ? [] : [completer(offers)], icons: false, activateOnTyping: !buffer.readOnly }),
    keymap.of([{ key: "Tab", run: tab(indentMore), shift: tab(indentLess) }]),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.domEventHandlers({ blur: (_event, view) => void setTimeout(() => !view.hasFocus && leave(view)) }),
  ];
}

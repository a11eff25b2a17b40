import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// The editor is in a shadow root, whose rules are its own: the page's custom properties
// reach into it, and follow the system from light to dark.
const rules = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" }, // its frame has one
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.5rem" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--ink-2)", border: "0", borderInlineEnd: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent-ground) 40%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--accent-ground)", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent) !important" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-ground)", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-ground)" },
  ".cm-searchMatch": { backgroundColor: "var(--mark)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--mark)", outline: "2px solid var(--accent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-ground)" },
  ".cm-specialChar": { color: "var(--bad)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunk)", borderColor: "var(--line)", color: "var(--ink-2)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "0.2em" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "0.2em" },
  // A mark of the text's own colors and size: a ring is a warning, a disk an error.
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { display: "flex", alignItems: "flex-start", justifyContent: "center", padding: "0.45rem 0 0" },
  ".cm-lint-marker": { boxSizing: "border-box", width: "0.5rem", height: "0.5rem", borderRadius: "50%" },
  ".cm-lint-marker-warning": { content: "normal", border: "2px solid var(--warn)" },
  ".cm-lint-marker-error": { content: "normal", border: "0.25rem solid var(--bad)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "0.375rem", fontFamily: "system-ui, sans-serif", fontSize: "0.8125rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionDetail": { color: "var(--ink-2)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { maxWidth: "20rem", lineHeight: "1.5" },
  ".cm-tooltip-lint": { maxWidth: "min(40rem, 90vw)" },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem", whiteSpace: "pre-wrap", lineHeight: "1.5" },
  ".cm-diagnostic-error": { borderInlineStart: "4px solid var(--bad)", borderLeft: "" },
  ".cm-diagnostic-warning": { borderInlineStart: "4px solid var(--warn)", borderLeft: "" },
  ".cm-diagnostic p": { margin: "0 0 0.25rem" },
  ".cm-panels": { backgroundColor: "var(--sunk)", color: "var(--ink)", fontFamily: "system-ui, sans-serif" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "0.5rem 2.5rem 0.5rem 0.5rem", fontSize: "0.8125rem" },
  ".cm-panel.cm-search label": { fontSize: "0.8125rem", display: "inline-flex", gap: "0.25rem", alignItems: "center", minHeight: "1.5rem" },
  ".cm-panel.cm-search [name=close]": { top: "0.5rem", right: "0.5rem", minWidth: "1.5rem", minHeight: "1.5rem", color: "var(--ink)", fontSize: "1rem" },
  ".cm-textfield": { minHeight: "2rem", border: "1px solid var(--edge)", borderRadius: "0.375rem", backgroundColor: "var(--panel)", color: "var(--ink)", fontSize: "0.8125rem", padding: "0 0.5rem" },
  ".cm-button": { minHeight: "2rem", border: "1px solid var(--edge)", borderRadius: "0.375rem", backgroundImage: "none", backgroundColor: "var(--panel)", color: "var(--ink)", fontSize: "0.8125rem", cursor: "pointer" },
  ".cm-button:hover": { borderColor: "var(--ink-2)" },
  ".cm-panel :focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-keys": { padding: "0.25rem 0.5rem", color: "var(--ink-2)", fontSize: "0.8125rem", lineHeight: "1.5" },
});

const colors = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--accent)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ink-2)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.bool, tags.null, tags.number], color: "var(--variable)" },
  { tag: [tags.labelName, tags.typeName, tags.meta], color: "var(--warn)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--ink-2)" },
]);

export const theme = [rules, syntaxHighlighting(colors)];

import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { Finding, Position } from "../api";

/** offsetOf returns the offset of a place, whose columns count characters; of the nearest, if there is no such place. */
export function offsetOf(doc: Text, position: Position): number {
  const line = doc.line(Math.min(Math.max(position.line ?? 1, 1), doc.lines));
  let at = 0;
  for (let column = position.column ?? 1; column > 1 && at < line.length; column--) at += (line.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return line.from + at;
}

/** marks returns findings as the editor shows them: from their place to the end of what is written there. */
export function marks(doc: Text, findings: readonly Finding[]): Diagnostic[] {
  return findings.map((finding) => {
    const from = offsetOf(doc, finding.position);
    const line = doc.lineAt(from);
    const end = line.from + line.text.trimEnd().length;
    return { from: Math.min(from, line.to), to: Math.max(Math.min(from, line.to), end), severity: finding.severity, message: finding.message, source: finding.code, renderMessage: () => words(finding) };
  });
}

/** words returns a finding as nodes: what is in it is text, whatever it is. */
function words(finding: Finding): Node {
  const out = document.createElement("div");
  const message = document.createElement("p");
  message.dir = "auto";
  message.textContent = `${finding.severity === "error" ? "Error" : "Warning"}: ${finding.message}`;
  out.append(message);
  if (finding.hint) {
    const hint = document.createElement("p");
    hint.dir = "auto";
    hint.textContent = finding.hint;
    out.append(hint);
  }
  return out;
}

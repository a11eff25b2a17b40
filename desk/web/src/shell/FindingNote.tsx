import type { ComponentChildren } from "preact";
import type { Finding } from "../api";
import { canWrite } from "../content";
import { CopyButton, FixButton } from "../findings/Fix";
import { Place } from "../file/link";

interface Props {
  finding: Finding;
  /** Whether to show where the finding is, because it is not at its field. */
  placed?: boolean;
  /** The id of what gets the focus when it is fixed, if it is not its field. */
  focus?: string;
  /** What else is said of it. */
  children?: ComponentChildren;
}

/** FindingNote is a finding with how to fix it. */
export function FindingNote({ finding, placed, focus, children }: Props) {
  const bad = finding.severity === "error";
  const fixable = finding.fix !== undefined && canWrite.value;
  const copies = fixable ? [] : codesOf(finding.hint ?? "");
  return (
    <div class={"finding " + (bad ? "bad" : "warn")}>
      <p dir="auto">
        <b>{bad ? "Error" : "Warning"}</b> <Literals text={finding.message} /> <span class="code-of">{finding.code}</span>
      </p>
      {(finding.hint || fixable) && (
        <div class="advice">
          {finding.hint && (
            <p class="hint" dir="auto">
              <Literals text={finding.hint} />
            </p>
          )}
          <FixButton finding={finding} focus={focus} />
          {copies.map((text) => (
            <CopyButton key={text} text={text} named={copies.length > 1} />
          ))}
        </div>
      )}
      {placed && (
        <p class="where">
          <Place position={finding.position} />
          {finding.source && (
            <code class="source" dir="auto">
              {finding.source.trim()}
            </code>
          )}
        </p>
      )}
      {children}
    </div>
  );
}

/** codesOf returns the parts of a hint that are to be written as they are. */
function codesOf(hint: string): string[] {
  return [...new Set(hint.split(/`([^`]+)`/).filter((_, index) => index % 2 === 1))];
}

/** FindingNotes are findings below each other. */
export function FindingNotes({ findings, placed }: { findings: Finding[]; placed?: boolean }) {
  return (
    <>
      {findings.map((finding, index) => (
        <FindingNote key={index} finding={finding} placed={placed} />
      ))}
    </>
  );
}

/** Literals is a message whose parts in backquotes are to be written as they are. */
export function Literals({ text }: { text: string }) {
  return <>{text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}</>;
}

import type { ComponentChildren } from "preact";
import type { Word } from "../api";

/** Words is a text with what was added and removed marked. */
export function Diff({ words, before, after }: { words: Word[]; before: string; after: string }) {
  if (words.length === 0) {
    return (
      <div class="diff">
        {before && (
          <p dir="auto">
            <del>{before}</del>
          </p>
        )}
        {after && (
          <p dir="auto">
            <ins>{after}</ins>
          </p>
        )}
      </div>
    );
  }
  return (
    <p class="diff" dir="auto">
      {words.map((word, index) => {
        if (word.kind === "added") return <ins key={index}>{word.text}</ins>;
        return word.kind === "removed" ? <del key={index}>{word.text}</del> : word.text;
      })}
    </p>
  );
}

/** BeforeAfter are replies before and after. */
export function BeforeAfter({ before, after, labels = ["Before", "After"] }: { before: string[]; after: string[]; labels?: [string, string] }) {
  return (
    <div class="before-after">
      <Side label={labels[0]}>{lines(before)}</Side>
      <Side label={labels[1]}>{lines(after)}</Side>
    </div>
  );
}

export function Side({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <p class="label">{label}</p>
      {children}
    </div>
  );
}

function lines(replies: string[]): ComponentChildren {
  if (replies.length === 0) return <p class="quiet">nothing</p>;
  return replies.map((reply, index) => (
    <p key={index} class="said-line" dir="auto">
      {reply}
    </p>
  ));
}

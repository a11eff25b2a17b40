import type { Piece, Text } from "../api";
import { tag } from "../words";

/** Pieces is a text with its variables marked. */
export function Pieces({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map((piece, index) =>
        piece.kind ? (
          <span key={index} class={piece.kind === "code" ? "jinja" : "variable"}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** Words is a text of content, in its own direction and language. */
export function Words({ text, class: className }: { text: Text; class?: string }) {
  const empty = text.pieces.every((piece) => piece.text === "");
  return (
    <span class={"words " + (className ?? "")} dir="auto" lang={tag(text.language)}>
      {empty ? <i class="quiet">empty</i> : <Pieces pieces={text.pieces} />}
    </span>
  );
}

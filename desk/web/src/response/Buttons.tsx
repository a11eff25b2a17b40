import type { Button, Text } from "../api";
import { FindingNotes } from "../shell/FindingNote";
import { tag } from "../words";
import { hidden } from "./languages";
import { Parts } from "./Parts";
import { Pieces, Words } from "./Pieces";
import type { Placed } from "./placed";

interface Props {
  title: string;
  /** The key of the list, as paths of findings have it. */
  path: string;
  buttons: Button[];
  placed: Placed;
}

/** Buttons are the buttons or the quick replies of a variation. */
export function Buttons({ title, path, buttons, placed }: Props) {
  return (
    <section class="part">
      <h4>{title}</h4>
      <ol class="buttons">
        {buttons.map((button, index) => (
          <li key={index}>
            <p class="line">
              {button.titles[0] ? <Words text={button.titles[0]} class="pill" /> : <i class="quiet">no title</i>}
              {button.payloads[0] && <Payload text={button.payloads[0]} />}
            </p>
            <Translations texts={button.titles.slice(1)} />
            {button.payloads.slice(1).filter(visible).map((payload) => (
              <p key={payload.language} class="translation">
                <span class="mono quiet">{payload.language}</span> <Payload text={payload} />
              </p>
            ))}
            {button.parts && <Parts parts={button.parts} />}
            <FindingNotes findings={placed.all(`${path}[${index}]`)} />
          </li>
        ))}
      </ol>
      <FindingNotes findings={placed.on(path)} />
    </section>
  );
}

function Payload({ text }: { text: Text }) {
  return (
    <code class="payload" dir="auto">
      <Pieces pieces={text.pieces} />
    </code>
  );
}

function visible(text: Text): boolean {
  return !hidden.value.has(text.language ?? "");
}

function Translations({ texts }: { texts: Text[] }) {
  const shown = texts.filter(visible);
  if (shown.length === 0) return null;
  return (
    <p class="translation">
      {shown.map((text) => (
        <span key={text.language} class="one">
          <span class="mono quiet">{text.language}</span>{" "}
          <span dir="auto" lang={tag(text.language)}>
            <Pieces pieces={text.pieces} />
          </span>
        </span>
      ))}
    </p>
  );
}

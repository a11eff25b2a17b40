import type { Bubble, Picture } from "../api";
import { Image } from "../response/Image";
import { count, tag } from "../words";

/** alike puts those pictures together that differ only in the channel. */
export function alike(pictures: Picture[]): Picture[][] {
  const groups = new Map<string, Picture[]>();
  for (const picture of pictures) {
    const { bubbles, lost, forgotten, findings } = picture;
    const key = JSON.stringify([bubbles, lost, forgotten, findings]);
    groups.set(key, [...(groups.get(key) ?? []), picture]);
  }
  return [...groups.values()];
}

interface Props {
  /** Pictures that are alike. */
  pictures: Picture[];
  /** The language of the request. */
  language?: string;
}

/** PictureView is what a channel shows of a message. */
export function PictureView({ pictures, language }: Props) {
  const [picture] = pictures;
  if (!picture) return null;
  return (
    <figure class="picture" data-channels={pictures.map((one) => one.channel).join(" ")}>
      <figcaption>
        <Heading pictures={pictures} first={picture} />
      </figcaption>
      {picture.bubbles.map((bubble, index) => (
        <BubbleView key={index} bubble={bubble} language={language} />
      ))}
      {picture.lost ? (
        <p class="lost">{picture.failure}</p>
      ) : (
        picture.bubbles.length === 0 && <p class="quiet">Nothing is shown.</p>
      )}
      {picture.findings.length > 0 && (
        <ul class="remarks">
          {picture.findings.map((finding, index) => (
            <li key={index} class={alarming.has(finding.effect) ? "bad" : "warn"}>
              {finding.path && <span class="mono">{finding.path}: </span>}
              {finding.message}
              {!finding.certain && " (not confirmed)"}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

const titlesShown = 6;

/** Heading says which channels show it. */
function Heading({ pictures, first }: { pictures: Picture[]; first: Picture }) {
  if (pictures.length === 1) return <>{first.known ? `On ${first.title}` : first.heading}</>;
  const words = `${count(pictures.length, "channel")} show the same`;
  const titles = pictures.map((picture) => picture.title).join(", ");
  if (pictures.length <= titlesShown) return <>{`${words}: ${titles}`}</>;
  return (
    <details>
      <summary>{words}</summary>
      {titles}
    </details>
  );
}

const alarming = new Set(["lost", "unsent", "refused"]);

function BubbleView({ bubble, language }: { bubble: Bubble; language: string | undefined }) {
  const outside = bubble.layout === "below" || bubble.layout === "keyboard";
  return (
    <div class="message">
      <div class={bubble.refused ? "bubble refused" : "bubble"}>
        {bubble.cards?.map((card, index) => (
          <div key={index} class="bubble-card">
            <Content bubble={card} language={language} />
            <Buttons bubble={card} />
          </div>
        ))}
        <Content bubble={bubble} language={language} />
        {!outside && <Buttons bubble={bubble} />}
      </div>
      {bubble.refused && <p class="lost">Rejected by the platform.</p>}
      {outside && <Buttons bubble={bubble} />}
    </div>
  );
}

function Content({ bubble, language }: { bubble: Bubble; language: string | undefined }) {
  return (
    <>
      {bubble.image && <Image address={bubble.image} />}
      {bubble.raw && (
        <div class="raw">
          {bubble.part && <span class="mono quiet">{bubble.part}</span>}
          <pre dir="auto" tabIndex={0}>
            {formatted(bubble.raw)}
          </pre>
        </div>
      )}
      {bubble.text && (
        <p class="said-text" dir="auto" lang={tag(language)}>
          {bubble.text}
          {bubble.cut && <Cut />}
        </p>
      )}
    </>
  );
}

function Buttons({ bubble }: { bubble: Bubble }) {
  if (!bubble.buttons?.length) return null;
  return (
    <ul class={"keys as-" + (bubble.layout ?? "row")}>
      {bubble.buttons.map((button, index) => (
        <li key={index}>
          <span class="key" dir="auto">
            {button.title}
            {button.cut && <Cut />}
          </span>{" "}
          <code class="payload" dir="auto">
            {button.payload}
          </code>
        </li>
      ))}
    </ul>
  );
}

/** Cut marks where the platform cuts a text. */
function Cut() {
  return (
    <span class="cut" title="the platform shows no more than this">
      …
    </span>
  );
}

function formatted(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

import type { Response, Variation } from "../api";
import { canWrite } from "../content";
import { CardEditor } from "../write/CardEditor";
import { FindingNote, FindingNotes } from "../shell/FindingNote";
import { Place } from "../file/link";
import { percent } from "../words";
import { chanceOf } from "../try/chance";
import { Buttons } from "./Buttons";
import { Image, plain } from "./Image";
import { Parts } from "./Parts";
import { Placed } from "./placed";
import { Texts } from "./Texts";
import { withoutTogether } from "./together";

interface Props {
  response: Response;
  variation: Variation;
}

/** Card is a variation. */
export function Card({ response, variation }: Props) {
  const placed = new Placed(withoutTogether(response, variation), response.languages);
  const alone = response.variations.length === 1;
  const file = response.position.file;
  const chance = chanceOf(variation.number);
  const { condition, channel } = variation;
  return (
    <article class={"card" + (chance?.drawn ? " said" : "")} id={"variation-" + variation.number} aria-labelledby={"title-" + variation.number} tabIndex={-1}>
      <header>
        <h3 id={"title-" + variation.number} title={variation.group_words}>
          <span class="hidden">Variation </span>
          <span class="number">{variation.number}</span> <Title variation={variation} alone={alone} />
        </h3>
        {condition && channel && (
          <span class="tag" title={channel.name}>
            on {channel.title}
          </span>
        )}
        {variation.id && (
          <span class="tag mono">
            <span class="quiet">id</span> {variation.id}
          </span>
        )}
        {variation.engine === "jinja" && <span class="tag">Jinja</span>}
        <span class="place">
          <Place position={variation.position} words={variation.position.file === file ? `line ${variation.position.line}` : undefined} />
        </span>
        {chance && (
          <span class="end">
            {chance.drawn ? "would be said" : "may be said"}
            {chance.chance < 1 && `, ${percent(chance.chance)}`}
          </span>
        )}
      </header>
      {variation.comment && <Comment text={variation.comment} />}
      {condition?.never && <p class="finding warn">{condition.never}</p>}
      {canWrite.value ? (
        <CardEditor response={response} variation={variation} at={placed.at} rest={placed.under} />
      ) : (
        <Shown response={response} variation={variation} placed={placed} />
      )}
      {placed.rest().map((finding, index) => (
        <FindingNote key={index} finding={finding} placed={finding.position.line !== variation.position.line} />
      ))}
    </article>
  );
}

/** Shown is what a variation says, for those who only read. */
function Shown({ response, variation, placed }: Props & { placed: Placed }) {
  const { condition } = variation;
  return (
    <>
      {condition && (
          <details class="source">
            <summary>Condition as written</summary>
            <pre dir="auto" tabIndex={0}>
              {condition.source}
            </pre>
          </details>
      )}
      <FindingNotes findings={[...placed.all("condition"), ...placed.all("channel"), ...placed.all("id")]} />
      {variation.texts.length > 0 && <Texts texts={variation.texts} languages={response.languages} placed={placed} />}
      {variation.buttons && variation.buttons.length > 0 && <Buttons title="Buttons" path="buttons" buttons={variation.buttons} placed={placed} />}
      {variation.quick_replies && variation.quick_replies.length > 0 && (
        <Buttons title="Quick replies" path="quick_replies" buttons={variation.quick_replies} placed={placed} />
      )}
      {variation.image && (
        <section class="part">
          <h4>Image</h4>
          <Image address={plain(variation.image.pieces)} />
          <FindingNotes findings={placed.all("image")} />
        </section>
      )}
      {variation.parts && variation.parts.length > 0 && (
        <section class="part">
          <h4>Also sent</h4>
          <Parts parts={variation.parts} findings={(key) => placed.all(key)} />
        </section>
      )}
    </>
  );
}

/** Title says when a variation is said. */
function Title({ variation, alone }: { variation: Variation; alone: boolean }) {
  if (variation.condition) return <span dir="auto">{variation.condition.words}</span>;
  if (variation.channel) return <span title={variation.channel.name}>on {variation.channel.title}</span>;
  return <span class="quiet">{alone ? "always" : "otherwise"}</span>;
}

/** Comment is a comment of the file. */
export function Comment({ text }: { text: string }) {
  return (
    <p class="comment" dir="auto">
      {text}
    </p>
  );
}

import type { ExplainedVariation, Tried } from "../api";
import { percent } from "../words";

/** Why says why the request gets what it gets. */
export function Why({ tried }: { tried: Tried }) {
  const preview = tried.preview;
  const explain = preview?.explain;
  if (!preview || !explain) return null;
  const own = preview.said === preview.response || !preview.said;
  const chances = new Map(preview.messages.map((message, index) => [message.number, tried.chances[index] ?? 1]));
  const drawn = preview.messages[tried.drawn]?.number;
  // What is said comes first, then what might have been said, then the rest as it is written.
  const rank = (variation: ExplainedVariation) => (variation.number === drawn ? 0 : variation.eligible ? 1 : 2);
  const variations = [...explain.variations].sort((a, b) => rank(a) - rank(b));
  const about = (...roles: string[]) => explain.sentences.filter((sentence) => roles.includes(sentence.role)).map((sentence, index) => <p key={index}>{sentence.text}</p>);
  return (
    <section class="why" aria-labelledby="why">
      <h3 id="why">Why</h3>
      {about("fallback", "pick")}
      <ol class="reasons">
        {variations.map((variation) => (
          <Reason key={variation.number} variation={variation} chance={chances.get(variation.number)} drawn={variation.number === drawn} linked={own} />
        ))}
      </ol>
      {explain.variables && explain.variables.length > 0 && (
        <ul class="plain-list variables">
          {explain.variables.map((variable) => (
            <li key={variable.name} dir="auto">
              {variable.sentence}
            </li>
          ))}
        </ul>
      )}
      <div class="request-words">
        {about("request", "language")}
      </div>
    </section>
  );
}

interface Props {
  variation: ExplainedVariation;
  chance: number | undefined;
  drawn: boolean;
  /** Whether the variation is one of the response that is open. */
  linked: boolean;
}

function Reason({ variation, chance, drawn, linked }: Props) {
  const name = `Variation ${variation.number}`;
  return (
    <li class={variation.eligible ? "eligible" : ""}>
      <p>
        {linked ? (
          <button type="button" class="plain" onClick={() => reveal(variation.number)}>
            {name}
          </button>
        ) : (
          <b>{name}</b>
        )}
        {variation.eligible && chance !== undefined && (
          <b>
            {drawn ? " is said" : " may be said"}
            {chance < 1 && `, ${percent(chance)}`}
          </b>
        )}
        <span dir="auto">: {variation.why}</span>
      </p>
      {variation.conditions && variation.conditions.length > 0 && (
        <ul class="conditions">
          {variation.conditions.map((condition, index) => (
            <li key={index} class={!isJudged(condition.role) ? "" : condition.holds ? "ok" : "fails"} data-depth={Math.min(condition.depth ?? 0, 4)} dir="auto">
              {isJudged(condition.role) && <span class="hidden">{condition.holds ? "holds: " : "does not hold: "}</span>}
              {condition.sentence}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** isJudged reports whether a part of a condition came out one way or the other. */
function isJudged(role: string): boolean {
  return role !== "value" && role !== "skipped";
}

/** reveal shows the card of a variation. */
function reveal(number: number): void {
  const card = document.getElementById("variation-" + number);
  card?.scrollIntoView({ block: "nearest" });
  card?.focus({ preventScroll: true });
}

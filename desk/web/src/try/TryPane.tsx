import type { Tried } from "../api";
import { opened } from "../response/store";
import { replace, route } from "../route";
import { Failure } from "../shell/Failure";
import { percent } from "../words";
import { Form, Reset } from "./Form";
import { alike, PictureView } from "./Picture";
import { again, drawAgain, loader, tried } from "./store";
import { Why } from "./Why";

/** TryPane tries what the open response says. */
export function TryPane() {
  const response = opened.value;
  const { failure, data } = loader.state.value;
  const answer = tried.value;
  return (
    <section class="pane try" id="try" aria-labelledby="try-title">
      <div class="try-head">
        <h2 id="try-title" tabIndex={-1}>
          Try it
        </h2>
        <Reset />
      </div>
      {response && <Form response={response} />}
      <div class="result" role="region" aria-label="What it says" tabIndex={0}>
        {!response && !route.value.name && <p class="quiet">Open a response to try what it says.</p>}
        {response && failure !== null && <Failure failure={failure} what="what it says" retry={again} />}
        {answer && failure === null && <Result answer={answer} />}
        {response && !data && failure === null && loader.state.value.slow && <div class="bubble waiting" />}
      </div>
    </section>
  );
}

function Result({ answer }: { answer: Tried }) {
  const { preview, drawn, chances } = answer;
  if (!preview) return null;
  const message = preview.messages[drawn];
  const chance = chances[drawn] ?? 1;
  const language = route.value.params.get("lang") ?? undefined;
  const pictures = answer.pictures ?? (message?.picture ? [message.picture] : []);
  return (
    <>
      {preview.outcome === "silence" && <p class="lost">The bot says nothing.</p>}
      {preview.outcome === "internal_error" && preview.said && preview.said !== preview.response && (
        <p class="lost">
          Says <span class="mono">{preview.said}</span> instead.
        </p>
      )}
      <div class="talk" aria-live={answer.pictures ? "off" : "polite"}>
        {alike(pictures).map((group) => (
          <PictureView key={group[0]?.channel} pictures={group} language={language} />
        ))}
      </div>
      {message?.problems?.map((problem, index) => (
        <p key={index} class="finding warn" dir="auto">
          <span class="mono">{problem.path}</span>: {problem.message}
        </p>
      ))}
      <div class="actions">
        {preview.messages.length > 1 && (
          <>
            <button type="button" onClick={drawAgain}>
              Draw again
            </button>
            <span class="quiet">
              variation {message?.number}, {percent(chance)}
            </span>
          </>
        )}
        <AllChannels />
      </div>
      <Why tried={answer} />
      {message && (
        <details class="reply">
          <summary>Reply as JSON</summary>
          {preview.explain?.rasa_id_why && <p>{preview.explain.rasa_id_why}</p>}
          <pre dir="auto" tabIndex={0}>
            {JSON.stringify(message.message, null, 2)}
          </pre>
        </details>
      )}
    </>
  );
}

function AllChannels() {
  const on = route.value.params.has("all");
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={() => replace({ all: on ? null : "1" })}>
      All channels
    </button>
  );
}

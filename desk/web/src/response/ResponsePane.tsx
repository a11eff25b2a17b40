import type { Response } from "../api";
import { Refusal } from "../ask";
import { canWrite, summary } from "../content";
import { othersOf } from "../draft/store";
import { ResponseTools } from "../write/ResponseTools";
import { format, opening, route } from "../route";
import { Place } from "../file/link";
import { Failure } from "../shell/Failure";
import { FindingNotes } from "../shell/FindingNote";
import { count, number } from "../words";
import { About } from "./About";
import { Card, Comment } from "./Card";
import { LanguageBar } from "./LanguageBar";
import { loader, opened, reload } from "./store";
import { SaidOnce } from "./together";

/** ResponsePane shows the response that is open. */
export function ResponsePane() {
  const { failure, slow, key } = loader.state.value;
  const name = route.value.name;
  let body = null;
  if (!name) body = <Welcome />;
  else if (failure && key === name) body = failure instanceof Refusal && failure.status === 404 ? <Unknown name={name} refusal={failure} /> : <Failed name={name} failure={failure} />;
  else if (opened.value) body = <Shown response={opened.value} />;
  else if (slow) body = <Skeleton name={name} />;
  return (
    <section class="pane response" id="response" aria-label="Response">
      <div class="measure">{body}</div>
    </section>
  );
}

function Shown({ response }: { response: Response }) {
  const recorded = response.recordings.length;
  return (
    <>
      <Heading name={response.name} />
      <p class="sub">
        <span>
          <Place position={response.position} />
        </span>
        <span>{count(response.variations.length, "variation")}</span>
        {response.tests.length > 0 && <span>{count(response.tests.length, "test")}</span>}
        {recorded > 0 && <span>{number(recorded)} recorded</span>}
      </p>
      <Others name={response.name} />
      {response.comment && <Comment text={response.comment} />}
      <FindingNotes findings={response.findings} placed />
      <LanguageBar languages={response.languages} />
      <SaidOnce response={response} />
      {response.variations.length > 1 && <p class="order">In the order in which they win. A later one is said only if no earlier group applies.</p>}
      {response.variations.map((variation) => (
        <Card key={variation.number} response={response} variation={variation} />
      ))}
      {canWrite.value && <ResponseTools response={response} />}
      <About response={response} />
    </>
  );
}

/** Others says who else is changing the response, and what of it. */
function Others({ name }: { name: string }) {
  const touches = othersOf.value.get(name) ?? [];
  if (touches.length === 0) return null;
  const authors = [...new Set(touches.map((touch) => touch.author))];
  return (
    <div class="others" role="note">
      {authors.map((author) => (
        <p key={author}>
          <b>{author}</b> is changing this response too: {[...new Set(touches.filter((touch) => touch.author === author).map(touchWords))].join(", ")}.
        </p>
      ))}
    </div>
  );
}

function touchWords(touch: { number?: number; path?: string; language?: string }): string {
  if (!touch.number) return "the whole response";
  const what = touch.path ? `${touch.path}${touch.language ? ` (${touch.language})` : ""} of ` : "";
  return `${what}variation ${touch.number}`;
}

function Heading({ name }: { name: string }) {
  return (
    <h2 class="title" id="response-title" tabIndex={-1} aria-label={name}>
      {breakable(name)}
    </h2>
  );
}

/** breakable lets a long name wrap after its separators. */
function breakable(name: string) {
  return name.split(/(?<=[_/.-])/).flatMap((part, index) => (index ? [<wbr key={index} />, part] : [part]));
}

function Unknown({ name, refusal }: { name: string; refusal: Refusal }) {
  const suggestions = refusal.problem?.suggestions ?? [];
  return (
    <>
      <Heading name={name} />
      <p>There is no response with this name.</p>
      {suggestions.length > 0 && (
        <>
          <p>Did you mean:</p>
          <ul class="plain-list">
            {suggestions.map((suggestion) => (
              <li key={suggestion}>
                <a class="mono" href={format(opening(suggestion))}>
                  {suggestion}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Failed({ name, failure }: { name: string; failure: unknown }) {
  return (
    <>
      <Heading name={name} />
      <Failure failure={failure} what="the response" retry={reload} />
    </>
  );
}

function Skeleton({ name }: { name: string }) {
  return (
    <div aria-busy="true">
      <Heading name={name} />
      <p class="sub">Loading…</p>
      <div class="card waiting" />
      <div class="card waiting" />
    </div>
  );
}

/** Welcome is what one sees before a response is open. */
function Welcome() {
  const all = summary.value;
  if (!all) return null;
  return (
    <div class="welcome">
      <h2 class="title words-title">What the assistant says</h2>
      <p class="sub">
        <span>{count(all.responses, "response")}</span>
        <span>{count(all.variations, "variation")}</span>
        <span>{count(all.files.length, "file")}</span>
      </p>
      <p>
        Open a response in the list to see its variations, and try what it says. Press <kbd>/</kbd> to search.
      </p>
      {all.languages.length > 0 && (
        <table class="coverage">
          <caption>Translations</caption>
          <thead>
            <tr>
              <th scope="col">Language</th>
              <th scope="col">Responses translated</th>
              <th scope="col">Missing</th>
            </tr>
          </thead>
          <tbody>
            {all.languages.map((language) => (
              <tr key={language.code}>
                <th scope="row">
                  {language.name} <span class="mono quiet">{language.code}</span>
                </th>
                <td>
                  {number(language.have)} of {number(language.all)}
                </td>
                <td>{language.have < language.all ? <a href={format({ view: "responses", name: "", params: new URLSearchParams({ missing: language.code }) })}>{number(language.all - language.have)} missing</a> : "none"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

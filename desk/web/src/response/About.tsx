import type { RecordingSummary, Response } from "../api";
import { changed, format, route } from "../route";
import { channelTitle } from "../content";
import { Place } from "../file/link";
import { count, moment, place } from "../words";

/** About is what is known of a response besides its variations. */
export function About({ response }: { response: Response }) {
  return (
    <div class="about">
      <Tests response={response} />
      <Uses response={response} />
      <Recordings response={response} />
    </div>
  );
}

function Tests({ response: { tests } }: { response: Response }) {
  if (tests.length === 0) return null;
  const failed = tests.filter((test) => !test.passed);
  const passed = tests.filter((test) => test.passed);
  return (
    <section aria-labelledby="about-tests">
      <h3 id="about-tests">Tests</h3>
      {failed.map((test, index) => (
        <div key={index} class="test">
          <p>
            <b class="bad">Fails</b> <span dir="auto">{test.name}</span> <Place position={test.position} />
          </p>
          <ul>
            {(test.differences ?? []).map((difference, at) => (
              <li key={at} dir="auto">
                {difference}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {passed.length > 0 && (
        <details open={failed.length === 0 && passed.length <= 8}>
          <summary>
            <span class="ok">{count(passed.length, "test passes", "tests pass")}</span>
          </summary>
          <ul class="plain-list">
            {passed.map((test, index) => (
              <li key={index}>
                <span dir="auto">{test.name}</span> <Place position={test.position} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Uses({ response: { uses } }: { response: Response }) {
  if (uses.length === 0) return null;
  return (
    <section aria-labelledby="about-uses">
      <h3 id="about-uses">Used by</h3>
      <ul class="plain-list">
        {uses.map((use, index) => (
          <li key={index}>
            <span dir="auto">{use.words}</span> <span class="mono quiet">{place(use.position)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const recordingsShown = 20;

function Recordings({ response: { recordings } }: { response: Response }) {
  if (recordings.length === 0) return null;
  return (
    <section aria-labelledby="about-recordings">
      <h3 id="about-recordings">Recorded requests</h3>
      <ul class="plain-list">
        {recordings.slice(0, recordingsShown).map((recording) => (
          <li key={recording.id}>
            <a href={format(changed({ recording: recording.id, pane: "try" }))} aria-current={route.value.params.get("recording") === recording.id ? "true" : undefined}>
              {recordingWords(recording)}
            </a>
          </li>
        ))}
      </ul>
      {recordings.length > recordingsShown && <p class="quiet">The latest {recordingsShown} of {recordings.length}. The try pane lists all.</p>}
    </section>
  );
}

/** recordingWords name a recorded request. */
export function recordingWords(recording: RecordingSummary): string {
  const parts = [recording.time ? moment(recording.time) : "", channelTitle(recording.channel), recording.words ?? "", recording.number ? `variation ${recording.number}` : ""];
  return parts.filter(Boolean).join(" · ") || recording.id;
}
